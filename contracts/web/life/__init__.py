"""Pages of a contract's life: sharing, amendments, notices, renewal, settlement."""
