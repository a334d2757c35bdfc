from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from contracts.models.contracts import covering
from contracts.models.versions import UNSHARED, ContractVersion, VersionState
from parties.domain.circles import party_condition
from parties.models import Party

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class ThirdRole(models.TextChoices):
    INTERMEDIARY = "intermediary", _("Intermediary")
    WITNESS = "witness", _("Witness and coordinator")
    ADVISER = "adviser", _("Adviser")
    TECHNICAL_SERVICE = "technical_service", _("Technical service")
    ASSESSOR = "assessor", _("Assessor")
    AUDITOR = "auditor", _("Auditor of the contract")
    SUPERVISOR = "supervisor", _("Supervisor")
    EXECUTING_BODY = "executing_body", _("Executing body")
    GUARANTOR = "guarantor", _("Guarantor")


class ThirdPartyQuerySet(models.QuerySet["ThirdParty"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The engagements under contracts of the parties for which the person may do ``verb``, and those parties' own.

        As for wordings, a draft is the provider's own until it is shared; the third party itself learns of it when it
        is asked to sign.
        """
        sides = "version__contract__party_a", "version__contract__party_b"
        at_venues = partial(covering, path="version__contract")
        as_client = party_condition(scope, verb=verb, party_paths=sides[:1], at_venues=at_venues)
        as_client &= ~Q(version__state__in=UNSHARED)
        as_provider = party_condition(scope, verb=verb, party_paths=sides[1:], at_venues=at_venues)
        asked = (VersionState.OUT_FOR_SIGNATURE, VersionState.EFFECTIVE)
        as_third = party_condition(scope, verb=verb, party_paths=["party"]) & Q(version__state__in=asked)
        return self.filter(as_client | as_provider | as_third)


CAPS = models.Func(F("cap_percent"), F("cap_amount"), function="num_nonnulls", output_field=models.IntegerField())


class ThirdParty(models.Model):
    """The third party 第三方 that a contract version engages: as what, what for, for which fee, liable up to what.

    ``fee``: in yuan, for the whole engagement. ``share_a``: the part of it that Party A bears, in per cent; Party B
    bears the rest. ``cap_percent`` (of the contract amount) or ``cap_amount`` (yuan): the most that it pays in all;
    neither: the contract's own limit. Frozen with its version.
    """

    version = models.OneToOneField(ContractVersion, models.PROTECT, related_name="third_party")
    party = models.ForeignKey(Party, models.PROTECT, related_name="engagements", verbose_name=_("third party"))
    role = models.CharField(_("role"), max_length=20, choices=ThirdRole.choices)
    engaged_for = models.CharField(_("engaged for"), max_length=500)
    fee = models.DecimalField(_("fee"), max_digits=14, decimal_places=2, default=0)
    share_a = models.DecimalField(_("Party A's share"), max_digits=5, decimal_places=2, default=50)
    cap_percent = models.DecimalField(_("limit, % of the contract amount"), max_digits=5, decimal_places=2, null=True)
    cap_amount = models.DecimalField(_("limit in yuan"), max_digits=14, decimal_places=2, null=True)

    objects = ThirdPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("third party")
        verbose_name_plural = _("third parties")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=ThirdRole.values), name="third_party_roles"),
            models.CheckConstraint(condition=Q(fee__gte=0), name="third_party_fee_not_negative"),
            models.CheckConstraint(condition=Q(share_a__range=(0, 100)), name="third_party_share_of_whole"),
            models.CheckConstraint(condition=~Q(engaged_for=""), name="third_party_engaged_for"),
            models.CheckConstraint(condition=LessThanOrEqual(CAPS, 1), name="third_party_one_cap"),
            models.CheckConstraint(
                condition=Q(cap_percent=None) | Q(cap_percent__range=(0, 100)), name="third_party_cap_of_whole"
            ),
            models.CheckConstraint(
                condition=Q(cap_amount=None) | Q(cap_amount__gte=0), name="third_party_cap_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} · {self.get_role_display()}"
