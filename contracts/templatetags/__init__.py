"""Parts of pages that belong to contracts."""
