"""What every REST view shares."""
