"""Input that nobody lints on purpose, through the real command.

Each must end soon, take little memory, and be one line of what is wrong with it; the file beside it is
linted as ever.
"""
