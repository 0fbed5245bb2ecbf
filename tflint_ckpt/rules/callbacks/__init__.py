"""Rules about callbacks other than checkpoints."""
