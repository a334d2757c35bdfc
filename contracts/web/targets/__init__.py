"""The page of a contract's targets."""
