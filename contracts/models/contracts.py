from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contracts.models.versions import EDITABLE, OPEN, ContractVersion
from parties.domain.circles import party_condition
from parties.models import Party, Venue

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class ContractState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    NEGOTIATING = "negotiating", _("In negotiation")
    OUT_FOR_SIGNATURE = "out_for_signature", _("Out for signature")
    EFFECTIVE = "effective", _("Effective")
    EXPIRING = "expiring", _("Expiring")
    EXPIRED = "expired", _("Expired")
    RENEWED = "renewed", _("Renewed")
    TERMINATED = "terminated", _("Terminated")
    ARCHIVED = "archived", _("Archived")


BEFORE = (ContractState.DRAFT, ContractState.NEGOTIATING)
"""Nothing printed yet: title, parties and venues may still change."""
UNSIGNED = (*BEFORE, ContractState.OUT_FOR_SIGNATURE)
RUNNING = (ContractState.EFFECTIVE, ContractState.EXPIRING)
ENDED = (ContractState.EXPIRED, ContractState.RENEWED, ContractState.TERMINATED)
"""Over, and still to be settled."""


class Side(models.TextChoices):
    A = "A", _("Party A")
    B = "B", _("Party B")


def in_force(at: datetime, path: str = "") -> Q:
    """The condition on contracts (at ``path``, ending in ``__``) whose terms act at ``at``.

    The moments alone decide: of a contract that has ended since, yesterday's events still find their terms.
    """
    not_ended = Q(**{f"{path}ends_at": None}) | Q(**{f"{path}ends_at__gt": at})
    return not_ended & Q(**{f"{path}effective_at__lte": at})


class ContractQuerySet(models.QuerySet["Contract"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The contracts of the parties for which the person may do ``verb``.

        A draft is seen by the provider alone, until it is sent. Who works in some venues only sees the contracts that
        cover one of them, whole.
        """
        as_provider = party_condition(scope, verb=verb, party_paths=["party_b"], at_venues=_of_venues)
        as_client = party_condition(scope, verb=verb, party_paths=["party_a"], at_venues=_of_venues)
        as_client &= ~Q(state=ContractState.DRAFT)
        return self.filter(as_provider | as_client)

    def being_worded(self) -> Self:
        """The contracts of which something is being worded: their first agreement or an amendment."""
        worded = ContractVersion.objects.filter(contract=OuterRef("pk"), state__in=EDITABLE)
        return self.filter(Exists(worded))

    def in_force(self, at: datetime) -> Self:
        """The contracts whose terms act at ``at``."""
        return self.filter(in_force(at))


class Contract(models.Model):
    """A service contract between Party A (the client) and Party B (the provider), from draft to archive."""

    number = models.CharField(_("contract number"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=200)
    form_id = models.CharField(_("form"), max_length=20)
    form_version = models.PositiveSmallIntegerField()
    state = models.CharField(
        _("state"), max_length=20, choices=ContractState.choices, default=ContractState.DRAFT, editable=False
    )
    party_a = models.ForeignKey(Party, models.PROTECT, related_name="contracts_as_client", verbose_name=_("Party A"))
    party_b = models.ForeignKey(Party, models.PROTECT, related_name="contracts_as_provider", verbose_name=_("Party B"))
    venues = models.ManyToManyField(Venue, related_name="contracts", verbose_name=_("venues"))
    account_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("account manager")
    )
    contract_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("client's contract owner")
    )
    created_at = models.DateTimeField()
    effective_at = models.DateTimeField(null=True, editable=False)
    ends_at = models.DateTimeField(null=True, editable=False)
    # From when renewal is due to be talked over; empty where the contract names no such time.
    expiring_at = models.DateTimeField(null=True, editable=False)
    renews = models.OneToOneField("self", models.PROTECT, null=True, related_name="renewal", editable=False)

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(party_a=F("party_b")), name="contract_two_parties"),
            models.CheckConstraint(
                condition=Q(state__in=UNSIGNED, effective_at=None)
                | (~Q(state__in=UNSIGNED) & Q(effective_at__isnull=False)),
                name="contract_effective_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(*ENDED, "archived")) | Q(ends_at__isnull=False),
                name="contract_ended_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(expiring_at=None) | Q(ends_at__gt=F("expiring_at")), name="contract_expiring_before_end"
            ),
            models.CheckConstraint(condition=Q(renews=None) | ~Q(renews=F("id")), name="contract_renews_another"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("effective_at")), name="contract_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(state__in=ContractState.values), name="contract_states"),
        ]
        indexes: ClassVar = [
            # The sweep asks for what has come to its end, never for all that runs.
            models.Index(fields=["ends_at"], condition=Q(state__in=RUNNING), name="contract_running_end"),
            models.Index(fields=["expiring_at"], condition=Q(state="effective"), name="contract_running_notice"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_draft(self) -> bool:
        return self.state == ContractState.DRAFT

    @property
    def is_negotiating(self) -> bool:
        return self.state == ContractState.NEGOTIATING

    @property
    def is_being_drafted(self) -> bool:
        """Whether its first agreement is still being worded."""
        return self.state in BEFORE

    @property
    def is_out_for_signature(self) -> bool:
        return self.state == ContractState.OUT_FOR_SIGNATURE

    @property
    def is_effective(self) -> bool:
        return self.state == ContractState.EFFECTIVE

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def is_ended(self) -> bool:
        """Whether it is over and still to be settled."""
        return self.state in ENDED

    @property
    def is_over(self) -> bool:
        return self.is_ended or self.state == ContractState.ARCHIVED

    @property
    def last_day(self) -> date | None:
        """The last day on which the contract runs; it ends at that day's 24:00."""
        return timezone.localdate(self.ends_at - timedelta(microseconds=1)) if self.ends_at else None

    @property
    def latest_version(self) -> ContractVersion:
        """The one with the highest number: the draft while there is one; else whatever came last, even if dropped."""
        return self.versions.latest("number")

    @property
    def working_version(self) -> ContractVersion | None:
        """The version on its way (drafted, negotiated, out for signature); ``None`` when nothing is being changed."""
        return self.versions.filter(state__in=OPEN).first()

    def version_in_force(self, at: datetime) -> ContractVersion | None:
        """The wording that acts at ``at``, or acted last before it; ``None`` before the first took effect."""
        return self.versions.filter(effective_at__lte=at).order_by("-effective_at").first()

    def party_of(self, side: str) -> Party:
        return self.party_a if side == Side.A else self.party_b


def covering(venue_ids: frozenset[int], path: str = "contract") -> Q:
    """The condition on rows of a contract (at ``path``) that it covers one of these venues; it repeats no row."""
    covered = Contract.venues.through.objects.filter(venue__in=venue_ids).values("contract")
    return Q(**{f"{path}__in": covered})


def _of_venues(venue_ids: frozenset[int]) -> Q:
    return covering(venue_ids, "pk")
