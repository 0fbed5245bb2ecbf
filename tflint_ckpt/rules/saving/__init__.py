"""Rules about saving and restoring models, weights and checkpoints."""
