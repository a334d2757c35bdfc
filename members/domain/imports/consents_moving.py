"""What a member took back stays taken back when their record is merged into another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from members.domain.imports.moving import Mover
from members.domain.registry.consents import Word, consents_of, keep_words
from members.models import Consent, Member


def _move(gone_id: int, kept_id: int) -> list[int]:
    """Say "no" for the one who is kept, too, wherever that is the last word of the two; in the words' own time."""
    words = consents_of([gone_id, kept_id])
    kept = Member.objects.get(pk=kept_id)
    written: list[Consent] = []
    for (channel, purpose), said in sorted(words[gone_id].items()):
        known = words[kept_id].get((channel, purpose))
        if not said.given and (known is None or known.at <= said.at):
            no = Word(channel, purpose, given=False)
            written += keep_words(kept, [no], way=said.way, user_id=said.user_id, at=said.at)
    return [consent.pk for consent in written]


def _back(ids: Sequence[int], gone_id: int, kept_id: int) -> None:
    """Nothing comes back: a word is never taken away, and who is asked again can say otherwise."""


REFUSALS: Final = Mover(_move, _back)
