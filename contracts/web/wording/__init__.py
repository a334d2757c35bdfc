"""Pages on which a wording is drafted, talked over, compared and read, before it is signed and after."""
