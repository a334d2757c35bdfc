"""Members of a KTV: who is to be kept, what they spend and earn, what is done for them, and whether it works."""
