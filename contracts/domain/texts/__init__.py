"""The texts of clauses and annexes: how they are numbered, named and filled with values. Pure functions."""
