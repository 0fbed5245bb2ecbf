"""Results kept between runs: what they depend on, how they are encoded, and where they are kept."""
