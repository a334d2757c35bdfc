"""What is owed on the screen: the list, one obligation, the month, the feed for calendar programs."""
