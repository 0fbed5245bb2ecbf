"""Pipelines of tf.data: their sources, operations, readers and traits."""
