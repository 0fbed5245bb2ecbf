"""What the tool says about a file itself: that it cannot be read, or that a suppression is wrong."""
