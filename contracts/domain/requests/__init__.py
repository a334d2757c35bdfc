"""What one side asks of the other, and what follows from the answer (A15, and the request of A14)."""
