"""One clock for everything that is due: obligations of contracts, steps of complaints, house rules."""
