"""What the customer does on their page: confirm or contest the result, add something, rate the handling (C7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from complaints.domain.customer.links import check_alive, customer_scope
from complaints.domain.intake.evidence import keep_files
from complaints.domain.stages.handling import LONGEST_NOTE, move_for_customer
from complaints.domain.stages.transitions import ADD
from complaints.models import STARS, Complaint, ComplaintStep, CustomerLink, HandlingRating, Stage
from foundation.files import Upload
from foundation.refusals import Refused
from foundation.text import clean_line, clean_text, says_something
from parties.domain.messages import Telling, tell
from parties.domain.scope import writing

MOST_ADDED: Final = 20
LONGEST_WORDS: Final = 500
RATEABLE: Final = frozenset({Stage.TOLD.value, Stage.CONFIRMED.value, Stage.CLOSED.value, Stage.DISMISSED.value})


def answer_result(link: CustomerLink, verb: str, *, source: str, at: datetime, note: str = "") -> Complaint:
    """Confirm or contest the result; contesting needs a word on what is not settled.

    Refused: ``foundation.not_allowed_now``, ``complaints.note_missing``, ``complaints.link_expired``.
    """
    by = customer_scope(link.complaint_id, source=source)
    with writing(by):
        check_alive(link, at=at)
        complaint = move_for_customer(link.complaint_id, verb, by=by, at=at, note=note)
        _tell_responsible(complaint, verb, at=at)
    return complaint


def add_words(link: CustomerLink, words: str, files: Sequence[Upload], *, source: str, at: datetime) -> ComplaintStep:
    """A sentence, a photo, or both, as long as the complaint is open.

    Refused: ``complaints.note_missing``, ``.closed``, ``.enough_added``, ``.too_many_files`` and ``foundation.file_…``.
    """
    said = clean_text(words, LONGEST_NOTE, "words")
    if not says_something(said) and not files:
        raise Refused("complaints.note_missing", "words")
    with writing(customer_scope(link.complaint_id, source=source)):
        check_alive(link, at=at)
        complaint = Complaint.objects.select_for_update(no_key=True).get(pk=link.complaint_id)
        if complaint.is_closed:
            raise Refused("complaints.closed")
        if complaint.steps.filter(verb=ADD).count() >= MOST_ADDED:
            raise Refused("complaints.enough_added")
        step = ComplaintStep.objects.create(complaint=complaint, verb=ADD, state=complaint.state, note=said, at=at)
        keep_files(complaint.pk, files, user_id=None, at=at)
        _tell_responsible(complaint, ADD, at=at)
    return step


def rate_handling(link: CustomerLink, stars: int, words: str, *, source: str, at: datetime) -> HandlingRating:
    """One to five stars, once, from when the result was told.

    Refused: ``complaints.not_rateable``, ``complaints.rated``, ``foundation.required`` for another number of stars.
    """
    return keep_rating(link, Rated(stars, clean_line(words, LONGEST_WORDS, "words")), source=source, at=at)


@dataclass(frozen=True)
class Rated:
    """What a customer thinks of the handling: stars, and a word or the answers to the house's own questions."""

    stars: int
    words: str = ""
    version_id: int | None = None
    answers: dict[str, Any] | None = None


def keep_rating(link: CustomerLink, rated: Rated, *, source: str, at: datetime) -> HandlingRating:
    """Write it down, once. Refused: as ``rate_handling``."""
    if rated.stars not in STARS:
        raise Refused("foundation.required", "stars")
    with writing(customer_scope(link.complaint_id, source=source)):
        check_alive(link, at=at)
        complaint = Complaint.objects.select_for_update(no_key=True).get(pk=link.complaint_id)
        if complaint.state not in RATEABLE:
            raise Refused("complaints.not_rateable")
        if HandlingRating.objects.filter(complaint=complaint).exists():
            raise Refused("complaints.rated")
        return HandlingRating.objects.create(complaint=complaint, at=at, **vars(rated))


def _tell_responsible(complaint: Complaint, verb: str, *, at: datetime) -> None:
    tell(
        [
            Telling(
                user_id=complaint.responsible_id,
                kind="complaints.customer_said",
                key=f"complaints.customer_said:{complaint.pk}:{verb}:{at.timestamp():.6f}",
                params={"complaint": complaint.pk, "verb": verb},
            )
        ],
        at=at,
    )
