"""The project around the files of a run: what else is in it, and which of that may name something."""
