"""The registers of annexes, data and notices on the screen."""
