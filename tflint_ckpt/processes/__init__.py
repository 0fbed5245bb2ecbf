"""A run shared by several processes, one of which may hang or die; and how far it is."""
