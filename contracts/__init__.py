"""What was agreed: forms, clauses, terms, signing, obligations, breaches and damages."""
