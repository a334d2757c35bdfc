"""What people wrote, by question and apart from everything else: no text stands beside a figure or another text of
the same person, and nothing is shown of a question that fewer than five answered in words (D5, D6)."""

from dataclasses import dataclass

from foundation.text import clean_line
from surveys.domain.answers.reading import texts_of
from surveys.domain.results.wording import Wording
from surveys.models import FEWEST, Wave, WaveState

LONGEST_SEARCH = 60
MOST_SHOWN = 500


@dataclass(frozen=True)
class Said:
    """A question and what was written to it; ``words`` are those that hold what was searched for, ``of`` all."""

    question: str
    title: str
    words: list[str]
    of: int

    @property
    def is_hidden(self) -> bool:
        """Whether too few wrote."""
        return 0 < self.of < FEWEST


def said_in(wave: Wave, wording: Wording, *, search: str = "") -> list[Said]:
    """The texts of a counted wave, question by question, in the order that chance gave them."""
    if wave.state != WaveState.COUNTED:
        return []
    wanted = clean_line(search, LONGEST_SEARCH, "search").casefold()
    by_question: dict[str, list[str]] = {key: [] for key in wording.texts}
    for text in texts_of(wave.pk):
        by_question.setdefault(text.question, []).append(text.words)
    return [
        Said(key, wording.title(key), _found(words, wanted) if len(words) >= FEWEST else [], len(words))
        for key, words in by_question.items()
    ]


def _found(words: list[str], wanted: str) -> list[str]:
    return [each for each in words if wanted in each.casefold()][:MOST_SHOWN]
