"""The scripts of the fixtures, dressed up: what is found in them, and what fixing gives, stays the same."""
