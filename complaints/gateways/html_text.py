"""What an HTML mail says, as plain text: no element, script, style or address in it survives."""

import re
from html.parser import HTMLParser
from typing import Final

_UNSEEN: Final = frozenset(
    {"script", "style", "head", "title", "template", "noscript", "svg", "math", "object", "iframe"}
)
_LINES: Final = frozenset(
    {"p", "div", "br", "li", "tr", "table", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre"}
)
LONGEST_SOURCE: Final = 200_000

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


class _Text(HTMLParser):
    """Collects the text that a reader would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen: list[str] = []  # each once: it ends where its first one ends

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":  # whatever was left open before it
            self._unseen.clear()
        elif tag in _UNSEEN:
            if tag not in self._unseen:
                self._unseen.append(tag)
        elif tag in _LINES:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            del self._unseen[self._unseen.index(tag) :]
        elif tag in _LINES:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(re.sub(r"\s+", " ", data))


def text_of_html(source: str) -> str:
    """The text, a line for each block; of a very long source, that of its beginning.

    The parser looks for the end of each comment and tag anew: of many without one it would never be done, so none of
    these reaches it.
    """
    begun, ended, rest = _COMMENT.sub(" ", source[:LONGEST_SOURCE]).rpartition(">")
    reader = _Text()
    reader.feed(begun + ended + rest.replace("<", "&lt;"))
    reader.close()
    lines = ("".join(reader.pieces)).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)
