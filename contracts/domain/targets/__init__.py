"""Targets of a contract: what was measured in each period, and the verdict."""
