"""What a parameter of a function holds, and whether it can be renamed."""
