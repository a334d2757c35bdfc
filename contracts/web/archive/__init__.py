"""The page on which contracts are found again."""
