"""From a form file to the form: its shape, its parts, and what must hold between them."""
