from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contracts.models.contracts import Contract, covering
from contracts.models.days import is_known
from contracts.models.notices import Notice
from contracts.models.obligations import Obligation
from contracts.models.third_parties import ThirdRole
from contracts.models.versions import ContractVersion, VersionState
from deadlines.models import Deadline
from parties.domain.circles import party_condition
from parties.models import Party

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class RequestKind(models.TextChoices):
    SERVICE_PLAN = "service_plan", _("Plan for approval")
    FEE_CHANGE = "fee_change", _("Change of fees")
    CHANGE = "change", _("Change request")
    EXTENSION = "extension", _("Request for more time")
    ACCEPTANCE = "acceptance", _("Acceptance of work")
    IMPROVEMENT_REPORT = "improvement_report", _("Improvement report")
    SUGGESTION = "suggestion", _("Suggestion")
    DATA_REQUEST = "data_request", _("Data request")
    IP_STATEMENT = "ip_statement", _("Statement on intellectual property")
    THIRD_PARTY = "third_party", _("Request for a third party")


class RequestState(models.TextChoices):
    ASKED = "asked", _("Waits for an answer")
    RETURNED = "returned", _("Sent back")
    AGREED = "agreed", _("Agreed")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed with the contract")


OPEN_REQUESTS = (RequestState.ASKED, RequestState.RETURNED)
"""Somebody still has to do something."""
AMENDING = (RequestKind.FEE_CHANGE, RequestKind.CHANGE, RequestKind.THIRD_PARTY)
"""The kinds that, once agreed, may need a supplementary agreement."""


class RequestQuerySet(models.QuerySet["Request"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The requests with a side for which the person may do ``verb``.

        Who works in some venues only sees those under contracts that cover one of them.
        """
        sides = ["asker", "answerer"]
        return self.filter(party_condition(scope, verb=verb, party_paths=sides, at_venues=covering))

    def to_be_amended(self) -> Self:
        """Agreed, and not yet put into the supplementary agreement that they need."""
        waits = Q(amendment=None) | Q(amendment__state=VersionState.DROPPED)
        return self.filter(waits, state=RequestState.AGREED, amends=True)


class Request(models.Model):
    """What one side of a contract asks of the other, who answers by a due time.

    ``particulars``: the further words that its kind asks for, by their code. ``about``: the obligation that is to be
    put off, or that is done by handing this in. ``deadline``: the clock that runs now, or ran last (an answer's, or an
    improvement's). ``amends``: agreed, it needs a supplementary agreement; ``amendment`` is the one that holds it.
    ``completes``: with this, all of the work is handed in. ``proposed_party`` and its role: whom a request for a third
    party names, where that party stands in a register.
    ``replacement``: the obligation with the new date where the first was missed already.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="requests")
    kind = models.CharField(_("kind"), max_length=20, choices=RequestKind.choices)
    asker = models.ForeignKey(Party, models.PROTECT, related_name="+")
    answerer = models.ForeignKey(Party, models.PROTECT, related_name="+")
    subject = models.CharField(_("subject"), max_length=100)
    particulars = models.JSONField(default=dict)
    about = models.ForeignKey(Obligation, models.PROTECT, related_name="requests", null=True)
    wanted_date = models.DateField(null=True)
    annex_code = models.CharField(max_length=40, blank=True)
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="request", null=True)
    proposed_party = models.ForeignKey(Party, models.PROTECT, related_name="+", null=True)
    proposed_role = models.CharField(max_length=20, blank=True, choices=ThirdRole.choices)
    amends = models.BooleanField(default=False)
    completes = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.ASKED, editable=False)
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="request", editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    granted_date = models.DateField(null=True, editable=False)
    replacement = models.ForeignKey(Obligation, models.PROTECT, related_name="+", null=True, editable=False)
    amendment = models.ForeignKey(ContractVersion, models.PROTECT, related_name="requests", null=True, editable=False)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            is_known("wanted_date", "granted_date", name="request_days_known"),
            models.CheckConstraint(condition=~Q(asker=F("answerer")), name="request_two_parties"),
            models.CheckConstraint(condition=Q(kind__in=RequestKind.values), name="request_kinds"),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="request_states"),
            models.CheckConstraint(condition=~Q(subject=""), name="request_says_what"),
            models.CheckConstraint(condition=Q(round__gte=1), name="request_rounds_from_one"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_REQUESTS, decided_at=None)
                | (~Q(state__in=OPEN_REQUESTS) & Q(decided_at__isnull=False, decided_at__gte=F("asked_at"))),
                name="request_ended_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(kind="extension", about__isnull=False, wanted_date__isnull=False)
                | (~Q(kind="extension") & Q(wanted_date=None, granted_date=None, replacement=None)),
                name="request_more_time_for_what",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind="extension", state="agreed")
                    & Q(granted_date__isnull=False, granted_date__lte=F("wanted_date"))
                )
                | (~Q(kind="extension", state="agreed") & Q(granted_date=None, replacement=None)),
                name="request_granted_day",
            ),
            models.CheckConstraint(
                condition=Q(proposed_party=None, proposed_role="")
                | Q(kind="third_party", proposed_party__isnull=False, proposed_role__in=ThirdRole.values),
                name="request_proposes_third_party",
            ),
            # A duty that was missed is opened once more, and only once.
            models.UniqueConstraint(
                fields=["about"], condition=Q(replacement__isnull=False), name="request_replaces_once"
            ),
            models.UniqueConstraint(fields=["replacement"], name="request_replacement_of_one"),
            models.CheckConstraint(condition=Q(notice=None) | Q(kind="fee_change"), name="request_notice_of_fees"),
            models.CheckConstraint(condition=Q(completes=False) | Q(kind="acceptance"), name="request_completes_work"),
            models.CheckConstraint(condition=Q(amends=False) | Q(kind__in=AMENDING), name="request_amending_kinds"),
            models.CheckConstraint(
                condition=Q(amendment=None) | Q(amends=True, state="agreed"), name="request_amendment_agreed"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["contract", "state"], name="request_of_contract"),
            models.Index(fields=["answerer"], condition=Q(state="asked"), name="request_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.subject}"

    @property
    def is_asked(self) -> bool:
        """Whether it waits for its answer."""
        return self.state == RequestState.ASKED

    @property
    def is_returned(self) -> bool:
        """Whether the asker is to change it and ask again."""
        return self.state == RequestState.RETURNED

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_REQUESTS

    @property
    def is_agreed(self) -> bool:
        return self.state == RequestState.AGREED

    @property
    def is_acceptance(self) -> bool:
        return self.kind == RequestKind.ACCEPTANCE

    @property
    def is_extension(self) -> bool:
        return self.kind == RequestKind.EXTENSION

    @property
    def waits_for_amendment(self) -> bool:
        """Whether it is agreed and the supplementary agreement that it needs does not hold it yet."""
        is_dropped = self.amendment is not None and self.amendment.state == VersionState.DROPPED
        return self.is_agreed and self.amends and (self.amendment is None or is_dropped)
