"""A part of the findings only: those that are new, on changed lines, or bad enough."""
