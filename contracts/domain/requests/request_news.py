"""What people are told about requests: one to answer, the answer, a word, and a time that runs out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.domain.duties.owning import chief_of
from contracts.domain.duties.windows import day_of
from contracts.models import RequestStatement
from contracts.models.requests import Request
from deadlines.domain.consequences import Warned
from deadlines.models import Deadline
from parties.domain.messages import Rendered, Telling, renderer, tell

LATE_WARNING: Final = 80
"""Of how much of the time allowed the person who owes the next step is reminded."""
TO_ANSWERER: Final = frozenset({"ask", "ask_again", "withdraw"})

WORDS: Final[Mapping[str, tuple[str | Promise, str | Promise]]] = {
    "ask": (
        _("%(kind)s: %(subject)s"),
        _("Contract %(number)s. %(asker)s asks for your answer by %(day)s."),
    ),
    "ask_again": (
        _("Handed in again: %(subject)s"),
        _("Contract %(number)s. %(asker)s has changed it and asks for your answer by %(day)s."),
    ),
    "agree": (_("Agreed: %(subject)s"), _("Contract %(number)s. %(answerer)s agrees. What follows stands there.")),
    "refuse": (_("Refused: %(subject)s"), _("Contract %(number)s. %(answerer)s refuses, and says why.")),
    "send_back": (
        _("Sent back: %(subject)s"),
        _("Contract %(number)s. %(answerer)s says what is to be changed. Change it, and ask again."),
    ),
    "withdraw": (_("Withdrawn: %(subject)s"), _("Contract %(number)s. %(asker)s no longer asks for it.")),
    "say": (_("A word on: %(subject)s"), _("Contract %(number)s. Somebody said something about this request.")),
    "due": (_("Due soon: %(subject)s"), _("Contract %(number)s. The next step on this request is yours, by %(day)s.")),
    "late": (
        _("Late: %(subject)s"),
        _("Contract %(number)s. The time for the next step on this request was over with %(day)s."),
    ),
}
"""Subject and body of a message by what happened."""
PREFIX: Final = "contracts.request_"


def tell_of_request(request: Request, verb: str, *, at: datetime, statement: RequestStatement | None = None) -> None:
    """Tell the person who answers for the contract across the table, in the caller's transaction."""
    if statement is not None:
        reader_party = request.asker_id if statement.party_id == request.answerer_id else request.answerer_id
    else:
        reader_party = request.answerer_id if verb in TO_ANSWERER else request.asker_id
    reader = chief_of(request.contract, reader_party)
    about = f"{request.round}" if statement is None else f"s{statement.pk}"
    tell([_telling(request, verb, reader, about)], at=at)


def remind(warned: list[Warned], at: datetime) -> None:
    """Remind whoever owes the next step that most of its time has passed. Called by the sweep of deadlines."""
    late = [each.deadline for each in warned if each.percent >= LATE_WARNING]
    tell([_telling(each, "due", each.deadline.owner_id or 0, f"{each.round}") for each in _of(late)], at=at)


def tell_of_missed(missed: Sequence[Deadline], at: datetime) -> None:
    """Tell both sides that an answer, or an improvement, is late. Called by the sweep, and by a late step."""
    tellings = [
        _telling(each, "late", reader, f"{each.deadline_id}")
        for each in _of(missed)
        for reader in (chief_of(each.contract, each.asker_id), chief_of(each.contract, each.answerer_id))
    ]
    tell(tellings, at=at)


def connect() -> None:
    """Tell the messages how these kinds read."""
    for verb, (subject, body) in WORDS.items():
        renderer(PREFIX + verb)(_Reading(subject, body))


def _of(deadlines: Sequence[Deadline]) -> list[Request]:
    ids = [each.pk for each in deadlines]
    return list(Request.objects.filter(deadline__in=ids).select_related("contract", "deadline").order_by("pk"))


def _telling(request: Request, verb: str, user_id: int, about: str) -> Telling:
    kind = PREFIX + verb
    return Telling(user_id, kind, f"{kind}:{request.pk}:{about}:{user_id}", {"request": request.pk})


class _Reading:
    """How one kind reads, in the language that is active."""

    def __init__(self, subject: str | Promise, body: str | Promise) -> None:
        self.subject, self.body = subject, body

    def __call__(self, params: Mapping[str, int | str]) -> Rendered:
        found = Request.objects.select_related("contract", "asker", "answerer", "deadline")
        request = found.get(pk=params["request"])
        words = {
            "kind": request.get_kind_display(),
            "subject": request.subject,
            "number": request.contract.number,
            "asker": request.asker.name,
            "answerer": request.answerer.name,
            "day": date_format(day_of(request.deadline.due_at), "Y-m-d"),
        }
        path = reverse("contracts:request", args=[request.pk])
        return Rendered(str(self.subject) % words, str(self.body) % words, path)
