"""From sending to effect on the screen: the signers, their pages behind a mailed link, seals, paper."""
