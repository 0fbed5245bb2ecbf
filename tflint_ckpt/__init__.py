"""tflint-ckpt: a linter and fixer for TensorFlow and Keras training code."""

__version__ = "0.1.0"
