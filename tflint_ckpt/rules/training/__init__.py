"""Rules about compile, fit and what they are given."""
