"""What is wrong with a return, for its school: list, sheet, slip, and its own file marked."""
