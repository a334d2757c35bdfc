"""What people are told about a duty that fell due by itself: it is theirs, its time runs out, it is done."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.domain.duties.windows import day_of
from contracts.models import Obligation
from deadlines.domain.consequences import Warned
from parties.domain.messages import Rendered, Telling, renderer, tell

LATE_WARNING: Final = 80
"""Of how much of the time allowed the person who answers is reminded; half of a quarter is no news."""

WORDS: Final[Mapping[str, tuple[str | Promise, str | Promise]]] = {
    "contracts.duty_yours": (
        _("You answer for: %(title)s"),
        _("Contract %(number)s. Due by %(day)s. Record it with its evidence when it is done."),
    ),
    "contracts.duty_due": (
        _("Due soon: %(title)s"),
        _("Contract %(number)s. Due by %(day)s. Record it with its evidence when it is done."),
    ),
    "contracts.duty_done": (
        _("Done: %(title)s"),
        _("Contract %(number)s. %(debtor)s has recorded it, with evidence for you to look at: accept or contest it."),
    ),
    "contracts.duty_contested": (
        _("Contested: %(title)s"),
        _("Contract %(number)s. %(creditor)s says that it was not done as owed, and why. Show what you have."),
    ),
    "contracts.duty_answered": (
        _("Answered: %(title)s"),
        _("Contract %(number)s. %(debtor)s has put more evidence on record: accept or contest it."),
    ),
    "contracts.duty_accepted": (
        _("Accepted: %(title)s"),
        _("Contract %(number)s. %(creditor)s says that it was done as owed."),
    ),
}


def tell_of_duty(obligation: Obligation, kind: str, user_ids: Sequence[int], *, at: datetime, once: str = "") -> None:
    """Tell these people, in the caller's transaction; each of one matter (``once``: which of several) but once."""
    tell([_telling(obligation, kind, user_id, once) for user_id in user_ids], at=at)


def remind(warned: list[Warned], at: datetime) -> None:
    """Remind whoever answers for a duty that most of its time has passed. Called by the sweep of deadlines."""
    late = [each.deadline.pk for each in warned if each.percent >= LATE_WARNING]
    obligations = Obligation.objects.filter(deadline__in=late, occurrence__isnull=False).select_related("deadline")
    tell(
        [
            # Put off, it is due on another day, of which its owner is reminded again.
            _telling(each, "contracts.duty_due", each.deadline.owner_id or 0, once=each.due_day.isoformat())
            for each in obligations
        ],
        at=at,
    )


def _telling(obligation: Obligation, kind: str, user_id: int, once: str = "") -> Telling:
    key = ":".join([kind, str(obligation.pk), str(user_id), *([once] if once else [])])
    return Telling(user_id, kind, key, {"obligation": obligation.pk})


def connect() -> None:
    """Tell the messages how these kinds read."""
    for kind, (subject, body) in WORDS.items():
        renderer(kind)(_Reading(subject, body))


class _Reading:
    """How one kind reads, in the language that is active."""

    def __init__(self, subject: str | Promise, body: str | Promise) -> None:
        self.subject, self.body = subject, body

    def __call__(self, params: Mapping[str, int | str]) -> Rendered:
        found = Obligation.objects.select_related("deadline", "contract", "debtor", "creditor", "term")
        obligation = found.get(pk=params["obligation"])
        words = {
            "title": obligation.title,
            "number": obligation.contract.number,
            "day": date_format(day_of(obligation.deadline.due_at), "Y-m-d"),
            "debtor": obligation.debtor.name,
            "creditor": obligation.creditor.name,
        }
        path = reverse("contracts:obligation", args=[obligation.pk])
        return Rendered(str(self.subject) % words, str(self.body) % words, path)
