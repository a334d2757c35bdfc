"""What follows when a duty is not kept: breaches and damages."""
