"""From sending to effect: links, codes, acts of signing, contracts signed on paper."""
