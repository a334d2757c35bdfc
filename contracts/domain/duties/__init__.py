"""What a contract makes due: series of duties, obligations, their owners, evidence and calendar."""
