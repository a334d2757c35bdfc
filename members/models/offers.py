from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models.days import is_known
from foundation.derived_secrets import new_nonce
from members.models.members import Member
from members.models.placing import placed_condition
from members.models.segments import Segment
from parties.models import Party, Venue

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class OfferQuerySet(models.QuerySet["Offer"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The offers of the venues, and of the parties, in which the person may do ``verb``."""
        return self.filter(placed_condition(scope, verb=verb))


class Offer(models.Model):
    """Something that members may have, so many times and so long 优惠. It stays as it was made; it can be called off.

    Only an offer for everybody of the segment alike can be handed out by the machine (``is_automated``): then it says
    why its conditions are fair (``fair_note``) and how others come by it without any profile (``open_way``), as PIPL
    24 wants it.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="offers")
    venue = models.ForeignKey(
        Venue, models.PROTECT, related_name="offers", null=True, blank=True, verbose_name=_("venue")
    )
    segment = models.ForeignKey(Segment, models.PROTECT, related_name="offers", verbose_name=_("segment"))
    name = models.CharField(_("name"), max_length=60)
    terms = models.TextField(_("conditions"), max_length=2000)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    stock = models.PositiveIntegerField(_("vouchers in all"))
    per_member = models.PositiveSmallIntegerField(_("vouchers for each member at most"), default=1)
    is_automated = models.BooleanField(_("handed out by rules of care"), default=False)
    fair_note = models.TextField(_("why the conditions are fair"), max_length=1000, blank=True)
    open_way = models.TextField(_("how others come by it"), max_length=1000, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering: ClassVar = ["-valid_until", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(terms=""), name="offer_says_what"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="offer_days_in_order"),
            models.CheckConstraint(condition=Q(stock__range=(1, 100_000)), name="offer_stock"),
            models.CheckConstraint(condition=Q(per_member__range=(1, 100)), name="offer_per_member"),
            models.CheckConstraint(
                condition=Q(is_automated=False) | (~Q(fair_note="") & ~Q(open_way="")),
                name="offer_automated_is_fair",
            ),
            is_known("valid_from", name="offer_from_a_known_day"),
            is_known("valid_until", name="offer_until_a_known_day"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_valid_on(self, day: date) -> bool:
        """Whether a voucher of it counts on a business day."""
        return self.valid_from <= day <= self.valid_until

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None


class VoucherState(models.TextChoices):
    ISSUED = "issued", pgettext_lazy("voucher", "Can be used")
    REDEEMED = "redeemed", pgettext_lazy("voucher", "Used")
    CANCELLED = "cancelled", pgettext_lazy("voucher", "Called off")


class VoucherQuerySet(models.QuerySet["Voucher"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The vouchers of the offers of which the person may do ``verb``."""
        return self.filter(placed_condition(scope, verb=verb, path="offer__"))


class Voucher(models.Model):
    """One voucher of an offer in a member's hand 代金券; it is used once.

    ``number`` counts the vouchers of the offer, ``ordinal`` those of the member in it: neither can go beyond what the
    offer says, and that is how the stock is never oversold. Of the code the hash, its last four signs and the random
    half of its making are kept (ADR 3).
    """

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="vouchers")
    member = models.ForeignKey(Member, models.PROTECT, related_name="vouchers")
    number = models.PositiveIntegerField()
    ordinal = models.PositiveSmallIntegerField()
    nonce = models.CharField(max_length=64, default=new_nonce, editable=False)
    code_hash = models.CharField(max_length=64, unique=True)
    last_four = models.CharField(max_length=4)
    state = models.CharField(max_length=9, choices=VoucherState.choices, default=VoucherState.ISSUED)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    redeemed_at = models.DateTimeField(null=True)
    redeemed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    redeemed_venue = models.ForeignKey(Venue, models.PROTECT, related_name="+", null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    objects = VoucherQuerySet.as_manager()

    class Meta:
        verbose_name = _("voucher")
        verbose_name_plural = _("vouchers")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "number"], name="voucher_number_once"),
            models.UniqueConstraint(fields=["offer", "member", "ordinal"], name="voucher_ordinal_once"),
            models.CheckConstraint(condition=Q(number__gte=1, ordinal__gte=1), name="voucher_counted_from_one"),
            models.CheckConstraint(condition=Q(code_hash__regex=r"^[0-9a-f]{64}$"), name="voucher_code_is_hashed"),
            models.CheckConstraint(
                condition=Q(state=VoucherState.ISSUED, redeemed_at=None, cancelled_at=None)
                | Q(
                    state=VoucherState.REDEEMED,
                    redeemed_at__gte=F("issued_at"),
                    redeemed_by__isnull=False,
                    redeemed_venue__isnull=False,
                    cancelled_at=None,
                )
                | Q(state=VoucherState.CANCELLED, cancelled_at__gte=F("issued_at"), redeemed_at=None),
                name="voucher_used_or_called_off",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["member", "-id"], name="voucher_of_member")]

    @property
    def can_be_used(self) -> bool:
        return self.state == VoucherState.ISSUED
