"""What people read: renders what others have computed, and computes nothing."""
