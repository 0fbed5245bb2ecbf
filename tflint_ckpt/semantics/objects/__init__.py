"""Objects of the TensorFlow and Keras APIs: what an expression provably is."""
