"""LibCST's nodes from CPython's syntax tree, and what they lack of LibCST, one statement at a time."""
