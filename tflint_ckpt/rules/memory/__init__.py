"""Rules about memory and devices."""
