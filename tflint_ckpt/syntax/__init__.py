"""Reading and editing syntax: the walk, positions, call arguments, imports, statements."""
