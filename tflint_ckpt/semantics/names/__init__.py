"""What a name means at a place: scopes, bindings, which of them reach a use, qualified names."""
