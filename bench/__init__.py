"""Speed against the limit in the same run: each row is our figure, the bare figure on this machine, and their ratio."""
