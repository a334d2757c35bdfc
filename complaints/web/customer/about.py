"""What the staff's pages show of a complaint's customer, each part read once."""

from functools import cached_property

from django.conf import settings
from django.utils.translation import get_language

from complaints.domain.channels.renewing import way_of_renewing
from complaints.domain.customer.contacts import KEEP, SHOW, Reach, masked
from complaints.domain.customer.questions import answered_words
from complaints.domain.customer.repeats import perhaps_same
from complaints.domain.people import Here
from complaints.domain.stages.reaching import MAY_TRY, Needed, counting, needed_at, told_since
from complaints.models import (
    Complaint,
    ContactAttempt,
    ContactLook,
    CustomerContact,
    CustomerLink,
    HandlingRating,
    MessageChannel,
    Stage,
    WrittenAnswer,
)

SHOWN = 5


class About:
    """The customer's side of one complaint as one person on the staff sees it."""

    def __init__(self, complaint: Complaint, here: Here) -> None:
        self.complaint = complaint
        self.here = here
        self.scope = here.by

    @cached_property
    def contact(self) -> CustomerContact | None:
        """The contact as it is kept; ``None``: the customer stays unnamed."""
        return getattr(self.complaint, "contact", None)

    @cached_property
    def masked(self) -> Reach | None:
        """What everybody may see of it."""
        return masked(self.contact) if self.contact else None

    @property
    def is_customers_own(self) -> bool:
        """Whether the customer left it themself."""
        return self.contact is not None and self.contact.kept_by_id is None

    @property
    def language(self) -> str:
        """In which the customer is answered."""
        return self.contact.language if self.contact else settings.LANGUAGE_CODE

    @cached_property
    def looks(self) -> list[ContactLook]:
        """Who had it shown, the last first."""
        return list(ContactLook.objects.filter(contact=self.contact).select_related("user").order_by("-pk")[:SHOWN])

    @cached_property
    def attempts(self) -> list[ContactAttempt]:
        """All attempts, the last first."""
        return list(self.complaint.contact_attempts.select_related("user").order_by("-tried_at", "-pk"))

    @cached_property
    def needed(self) -> Needed:
        """How many must count."""
        return needed_at(self.complaint.venue_id)

    @cached_property
    def counted(self) -> int:
        """How many of them count towards closing."""
        since = told_since(self.complaint)
        return len(counting(self.attempts, since=since)) if since else 0

    @cached_property
    def answers(self) -> list[WrittenAnswer]:
        """The written answers, the newest first."""
        return list(self.complaint.written_answers.select_related("file", "issued_by").order_by("-number"))

    @property
    def rating(self) -> HandlingRating | None:
        """What the customer thought of the handling."""
        return getattr(self.complaint, "rating", None)

    @cached_property
    def rated_words(self) -> list[tuple[str, str]]:
        """What was answered to the house's own questions about the handling."""
        return answered_words(self.rating, get_language() or "") if self.rating else []

    @property
    def waits_for_word(self) -> bool:
        """Whether the customer has been told the result and has not answered yet."""
        return self.complaint.state == Stage.TOLD

    @cached_property
    def perhaps_same(self) -> list[Complaint]:
        """Others that may tell of the same thing, of those that this person may see."""
        mine = Complaint.objects.within(self.scope, verb="complaints.see").values("pk")
        return list(perhaps_same(self.complaint).filter(pk__in=mine)[:SHOWN])

    @cached_property
    def _links(self) -> list[CustomerLink]:
        return list(self.complaint.customer_links.order_by("revoked_at", "pk"))

    @property
    def link(self) -> CustomerLink | None:
        """The customer's link in use."""
        return next((link for link in self._links if link.revoked_at is None), None)

    @property
    def replaced_links(self) -> int:
        """How many were replaced before."""
        return sum(link.revoked_at is not None for link in self._links)

    @cached_property
    def renews_by(self) -> str:
        """By which way this person may have another link sent; empty: not at all."""
        way = way_of_renewing(self.contact, by=self.scope) if self.may_tell else ""
        return str(MessageChannel(way).label) if way else ""

    @cached_property
    def may_keep(self) -> bool:
        """Whether this person may write it down, or replace it."""
        return self.here.may(SHOW if self.contact else KEEP)

    @cached_property
    def may_show(self) -> bool:
        return self.contact is not None and self.here.may(SHOW)

    @cached_property
    def may_tell(self) -> bool:
        """Whether this person answers the customer here."""
        return self.here.may(MAY_TRY)

    @property
    def may_try(self) -> bool:
        """Whether an attempt can be written down now."""
        return self.may_tell and told_since(self.complaint) is not None
