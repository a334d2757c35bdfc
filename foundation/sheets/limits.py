"""How much of a table is read. What is beyond is refused, never cut."""

from typing import Final

LARGEST_FILE: Final = 50 * 1024 * 1024
"""Bytes of the file as it comes."""
LARGEST_UNPACKED: Final = 600 * 1024 * 1024
"""Bytes of an XLSX's parts together: a hundred thousand rows of fifteen cells are a sixth of it."""
MOST_PARTS: Final = 2_000
"""Parts of an XLSX."""
MOST_WORDS: Final = 96 * 1024 * 1024
"""Bytes of the texts that an XLSX shares between its cells; they lie in memory while it is read."""
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 100
LONGEST_CELL: Final = 5_000
"""Characters of one cell."""
