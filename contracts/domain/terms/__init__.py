"""Typed values, and the one catalogue of the terms that hold them."""
