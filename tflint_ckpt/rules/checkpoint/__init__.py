"""Rules about checkpoints."""
