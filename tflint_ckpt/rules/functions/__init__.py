"""Rules about tf.function and gradients."""
