"""Questions to the other files of a project, and what was answered."""
