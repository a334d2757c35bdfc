"""Commands of the members."""
