"""Results kept between runs: what a file's result follows from, how it is written down, where it is kept."""
