"""Who the members are: enrolled, changed, found, and all that is known of one on a line of time."""
