"""Annexes, data and notices: what lies with a contract, who brought it, and what the other side says of it."""
