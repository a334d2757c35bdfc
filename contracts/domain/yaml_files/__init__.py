"""YAML files that people write: plain data by a stated shape, with the line of every part and of every mistake."""
