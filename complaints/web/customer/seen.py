"""A complaint as its customer sees it: plain words, no names of the staff, none of their notes."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.domain.customer.following import RATEABLE
from complaints.domain.customer.links import address_of
from complaints.domain.stages.transitions import ADD
from complaints.models import Clock, Complaint, CustomerLink, Evidence, HandlingRating, Stage, WrittenAnswer

NOW: Final[dict[str, str | Promise]] = {
    Stage.ARRIVED: _("Your complaint has arrived. Our staff will look at it."),
    Stage.RECORDED: _("We have written your complaint down and will look into it."),
    Stage.RECEIVED: _("We have your complaint and are looking into it."),
    Stage.VERIFIED: _("We have looked into it: it is as you say."),
    Stage.CLASSIFIED: _("We are deciding how to put it right."),
    Stage.PLANNED: _("We have decided how to put it right."),
    Stage.EXECUTING: _("We are putting it right."),
    Stage.EXECUTED: _("We have put it right and will tell you the result."),
    Stage.TOLD: _("We have told you the result. Is it settled for you?"),
    Stage.CONFIRMED: _("You have told us that it is settled."),
    Stage.CLOSED: _("This complaint is closed."),
    Stage.DISMISSED: _("We have looked into it and cannot take it further."),
    Stage.MERGED: _("We are looking into it together with another complaint about the same thing."),
}
"""Where it stands, to the customer."""
DONE: Final[dict[str, str | Promise]] = {
    "verify": _("We looked into it"),
    "dismiss": _("We looked into it and could not take it further"),
    "plan": _("We decided how to put it right"),
    "complete": _("We put it right"),
    "reply": _("We answered you"),
    "tell": _("We told you the result"),
    "confirm": _("You said that it is settled"),
    "contest": _("You said that it is not settled"),
    "close": _("We closed the complaint"),
    "close_unreached": _("We could not reach you, and closed the complaint"),
    ADD: _("You added something"),
}
"""What was done, to the customer; other steps are the house's own."""


@dataclass(frozen=True)
class Happened:
    """One line of the story. ``words`` are the customer's own."""

    at: datetime
    label: str | Promise
    words: str


def sent_by_customer(complaint: Complaint) -> QuerySet[Evidence]:
    """The files that the customer sent: nobody else's."""
    return complaint.evidence.filter(user=None).select_related("file")


class Seen:
    """One complaint behind one link."""

    def __init__(self, link: CustomerLink) -> None:
        self.link = link
        self.complaint = link.complaint

    @property
    def now(self) -> str | Promise:
        """Where it stands."""
        return NOW[self.complaint.state]

    @property
    def is_asked(self) -> bool:
        """Whether the customer is to say if it is settled."""
        return self.complaint.state == Stage.TOLD

    @cached_property
    def story(self) -> list[Happened]:
        """What was done, the newest first."""
        steps = self.complaint.steps.order_by("-pk")
        return [Happened(s.at, DONE[s.verb], "" if s.user_id else s.note) for s in steps if s.verb in DONE]

    @cached_property
    def answer_due_at(self) -> datetime | None:
        """Until when the house has to answer, while it is still in time."""
        replies = Clock.objects.undone().filter(complaint=self.complaint, name__in=("reply", "reply_major", "feedback"))
        return (
            replies.filter(deadline__outcome=None)
            .order_by("deadline__due_at")
            .values_list("deadline__due_at", flat=True)
            .first()
        )

    @cached_property
    def answers(self) -> list[WrittenAnswer]:
        """The written answers, the newest first."""
        return list(self.complaint.written_answers.select_related("file").order_by("-number"))

    @cached_property
    def sent(self) -> list[Evidence]:
        """What the customer sent, the first first."""
        return list(sent_by_customer(self.complaint))

    @cached_property
    def rating(self) -> HandlingRating | None:
        """What the customer thought of the handling."""
        return HandlingRating.objects.filter(complaint=self.complaint).select_related("version").first()

    @property
    def may_rate(self) -> bool:
        """Whether the question is put."""
        return self.rating is None and self.complaint.state in RATEABLE

    @property
    def may_add(self) -> bool:
        """Whether something can still be added."""
        return not self.complaint.is_closed

    @property
    def address(self) -> str:
        """The customer's own link, to be kept."""
        return address_of(self.link)
