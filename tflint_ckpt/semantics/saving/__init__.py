"""What is saved and restored: ``tf.train.Checkpoint`` objects, their files and their status."""
