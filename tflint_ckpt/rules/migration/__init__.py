"""Rules about the move from Keras 2 to Keras 3."""
