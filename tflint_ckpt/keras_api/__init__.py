"""What the public API of Keras is on each release."""
