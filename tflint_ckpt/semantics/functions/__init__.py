"""Functions that TensorFlow traces: which they are, what in them is a tensor, what a trace keeps."""
