"""What is written about the TensorFlow and the Keras that code runs on: in its file, and around it."""
