"""What upper rooms read of answers: how many came on which day while a wave runs, and the texts of an opened one."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from foundation.enciphering import Key, Unreadable, decipher
from surveys.domain.answers.keys import text_key
from surveys.models import AnswerText, Invitation, InvitationState, OpenTicket


@dataclass(frozen=True)
class Text:
    """What somebody wrote in answer to one question. ``pk`` is the text's own, made when it was opened."""

    pk: UUID
    question: str
    words: str


def counts_by_day(wave_id: int) -> list[tuple[date, int]]:
    """How many answers came on which day, by all doors; all that is known of a wave before it is opened."""
    found: Counter[date] = Counter()
    answered = Invitation.objects.filter(wave=wave_id, state=InvitationState.ANSWERED)
    for day, count in answered.values_list("answered_date").annotate(Count("pk")).order_by():
        found[day] += count
    for day, count in OpenTicket.objects.filter(wave=wave_id).values_list("day").annotate(Count("pk")).order_by():
        found[day] += count
    return sorted(found.items())


def texts_of(wave_id: int, question: str = "") -> Iterator[Text]:
    """The free texts of an opened wave, or those of one question, in the order that chance gave them.

    Raises ``foundation.enciphering.Unreadable``.
    """
    rows = AnswerText.objects.filter(wave=wave_id).order_by("pk")
    if question:
        rows = rows.filter(question=question)
    if not rows.exists():
        return
    key = text_key(wave_id)

    def find(name: str) -> Key:
        if name != key.name:
            raise Unreadable(f"not under {key.name}")
        return key

    for row in rows.iterator():
        about = f"surveys.answer_text:{row.pk}"
        yield Text(row.pk, row.question, decipher(bytes(row.text_enciphered), about=about, find_key=find))
