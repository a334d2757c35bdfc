"""How much of a table is read. What is beyond is refused, never cut."""

from typing import Final

LARGEST_FILE: Final = 50 * 1024 * 1024
"""Bytes of the file as it comes."""
LARGEST_UNPACKED: Final = 600 * 1024 * 1024
"""Bytes of an XLSX's parts together: a hundred thousand rows of fifteen cells are a sixth of it."""
MOST_PARTS: Final = 2_000
"""Parts of an XLSX."""
LARGEST_SHARED: Final = 150 * 1024 * 1024
"""Bytes of the part with the shared texts, their marks with them."""
LARGEST_OTHER: Final = 20 * 1024 * 1024
"""Bytes of any other part that is read besides the sheet."""
MOST_LOOKS: Final = 65_536
"""Looks of cells; Excel itself makes fewer."""
LARGEST_MARK: Final = 1024 * 1024
"""Bytes of one tag, or comment: the parser holds it whole."""
MOST_NAMES: Final = 10_000
"""Different names of elements and attributes; the parser remembers each."""
DEEPEST: Final = 100
"""Elements within each other."""
MOST_WORDS: Final = 96 * 1024 * 1024
"""Bytes of the texts that an XLSX shares between its cells; they lie in memory while it is read."""
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 100
LONGEST_CELL: Final = 5_000
"""Characters of one cell."""
