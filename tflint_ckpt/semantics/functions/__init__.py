"""Functions: what they draw at random, and which of them TensorFlow traces."""
