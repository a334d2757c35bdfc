"""What is owed: invoices, payments, and the trace from every line back to its clause."""
