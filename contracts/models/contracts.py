from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.domain.circles import party_condition
from parties.models import Party, Venue

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class ContractState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OUT_FOR_SIGNATURE = "out_for_signature", _("Out for signature")
    EFFECTIVE = "effective", _("Effective")


class Side(models.TextChoices):
    A = "A", _("Party A")
    B = "B", _("Party B")


def in_force(at: datetime, path: str = "") -> Q:
    """The condition on contracts (at ``path``, ending in ``__``) whose terms act at ``at``."""
    not_ended = Q(**{f"{path}ends_at": None}) | Q(**{f"{path}ends_at__gt": at})
    return not_ended & Q(**{f"{path}state": ContractState.EFFECTIVE, f"{path}effective_at__lte": at})


class ContractQuerySet(models.QuerySet["Contract"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The contracts of the parties for which the person may do ``verb``.

        A draft is seen by the provider alone, until it is sent.
        """
        as_provider = party_condition(scope, verb=verb, party_paths=["party_b"])
        as_client = party_condition(scope, verb=verb, party_paths=["party_a"]) & ~Q(state=ContractState.DRAFT)
        return self.filter(as_provider | as_client)

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

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(party_a=F("party_b")), name="contract_two_parties"),
            models.CheckConstraint(
                condition=~Q(state="effective") | Q(effective_at__isnull=False), name="contract_effective_has_moment"
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("effective_at")), name="contract_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(state__in=ContractState.values), name="contract_states"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_draft(self) -> bool:
        return self.state == ContractState.DRAFT

    @property
    def is_out_for_signature(self) -> bool:
        return self.state == ContractState.OUT_FOR_SIGNATURE

    @property
    def is_effective(self) -> bool:
        return self.state == ContractState.EFFECTIVE

    @property
    def last_day(self) -> date | None:
        """The last day on which the contract runs; it ends at that day's 24:00."""
        return timezone.localdate(self.ends_at - timedelta(microseconds=1)) if self.ends_at else None

    @property
    def latest_version(self) -> "ContractVersion":
        """The version being worked on, or the last one that was frozen."""
        return self.versions.latest("number")

    def party_of(self, side: str) -> Party:
        return self.party_a if side == Side.A else self.party_b


def covering(venue_ids: frozenset[int]) -> Q:
    """The condition on rows of a contract that its contract covers one of these venues; it repeats no row."""
    return Q(contract__in=Contract.venues.through.objects.filter(venue__in=venue_ids).values("contract"))


class ContractVersion(models.Model):
    """One wording of a contract: its clauses and terms. Frozen for good once it is sent for signing."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    # Counts the savings of its terms, so that of two people editing at once the later one is told.
    edits = models.PositiveIntegerField(default=0, editable=False)
    frozen_at = models.DateTimeField(null=True, editable=False)
    effective_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("contract version")
        verbose_name_plural = _("contract versions")
        ordering: ClassVar = ["contract", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=Q(effective_at=None) | Q(frozen_at__isnull=False), name="version_effective_is_frozen"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract.number} v{self.number}"

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None
