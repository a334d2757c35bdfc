"""Which kinds of duties and remedies there are: tables of values, by which the models name their rows."""
