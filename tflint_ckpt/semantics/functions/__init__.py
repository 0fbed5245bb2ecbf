"""What functions do when they run."""
