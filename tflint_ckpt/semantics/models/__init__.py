"""What models are made of: their layers in order, and what is known of their outputs."""
