"""Callbacks: the classes that derive from that of Keras, and how Keras calls their hooks."""
