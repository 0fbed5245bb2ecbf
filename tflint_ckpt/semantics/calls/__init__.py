"""Calls and what is called: arguments, classes, overrides, every caller, expected exceptions."""
