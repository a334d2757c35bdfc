"""Finding contracts again by what they say: the index, kept by jobs, and the questions asked of it."""
