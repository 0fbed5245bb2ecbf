"""Jupyter notebooks: the code cells of one as one module, and the way back into its JSON."""
