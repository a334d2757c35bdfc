"""Evidence packs: one file for negotiation, arbitration or court, that can be checked without any server."""
