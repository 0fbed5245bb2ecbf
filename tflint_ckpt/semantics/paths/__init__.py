"""Paths of files and checkpoints: templates, their folders, and which folders a module makes."""
