"""The demo: one KTV group and one provider, told through the product's own verbs, so that every trace is true.

All names are made up.
"""
