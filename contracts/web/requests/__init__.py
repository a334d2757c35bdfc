"""Pages of what one side asks of the other."""
