"""What the code means: names, scopes, values, calls, datasets."""
