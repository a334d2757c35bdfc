"""Template tags without business words, shared by every page."""
