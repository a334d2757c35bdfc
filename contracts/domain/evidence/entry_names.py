"""Names inside a pack: readable, the same on every system, and never a way out of the folder."""

import re
import unicodedata

from foundation.text import HIDDEN

LONGEST = 80
_FORBIDDEN = re.compile(r'[/\\:*?"<>|%]+')


def entry_name(number: int, name: str) -> str:
    """The name of the ``number``-th original: the number keeps names apart, whatever systems think of case and form.

    >>> entry_name(7, "../../etc/passwd")
    '0007-etc_passwd'
    """
    visible = "".join(sign for sign in unicodedata.normalize("NFC", name) if unicodedata.category(sign) not in HIDDEN)
    plain = _FORBIDDEN.sub("_", visible).strip(" ._")
    stem, dot, suffix = plain.rpartition(".")
    if not dot or len(suffix) > 10:
        stem, dot, suffix = plain, "", ""
    return f"{number:04d}-{(stem[: LONGEST - len(suffix)].strip(' ._') or 'file')}{dot}{suffix}"
