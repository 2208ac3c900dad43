"""What every run needs: the lease of its collection, progress, failures and what is said of them."""
