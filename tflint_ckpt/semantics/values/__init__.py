"""What an expression may be: kinds of values, and evaluating to them."""
