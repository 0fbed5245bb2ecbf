"""Training with Keras: models, what they are compiled with, fits and their callbacks, logs."""
