"""What of members nobody may read by chance: keys, hashes, masks, showing with a reason, erasure."""
