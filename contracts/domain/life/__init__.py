"""The life of a contract and its versions: negotiation, amendment, notices, renewal, termination, settlement."""
