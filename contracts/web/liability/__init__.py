"""Pages of breaches and of what follows from them."""
