"""The page on which evidence packs are asked for and downloaded."""
