from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.models.contracts import Side
from contracts.models.days import is_known
from contracts.models.saying import Said
from contracts.models.signing import Authority
from contracts.models.versions import ContractVersion
from foundation.models import StoredFile


class PaperSigning(Said, models.Model):
    """A version that both parties signed on paper, as the provider entered it: the day, and the scan. Append-only.

    It has no electronic signature, and nothing here may be read as one.
    """

    version = models.OneToOneField(ContractVersion, models.PROTECT, related_name="paper_signing")
    signed_date = models.DateField(_("signed on"))
    scan = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("signing on paper")
        verbose_name_plural = _("signings on paper")
        constraints: ClassVar = [is_known("signed_date", name="paper_day_known")]


class PaperAnswer(Said, models.Model):
    """The client's word on what the provider entered: this is what was signed, or it is not, and why. Append-only."""

    signing = models.OneToOneField(PaperSigning, models.PROTECT, related_name="answer")
    is_confirmed = models.BooleanField()
    reason = models.TextField(max_length=500, blank=True)
    answered_at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("answer to a signing on paper")
        verbose_name_plural = _("answers to signings on paper")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(is_confirmed=True) | ~Q(reason=""), name="paper_rejected_with_reason"),
        ]


class PaperSigner(models.Model):
    """Who signed on paper for a side, as the paper shows it. Append-only."""

    signing = models.ForeignKey(PaperSigning, models.PROTECT, related_name="signers")
    side = models.CharField(max_length=1, choices=Side.choices)
    party_name = models.CharField(max_length=200)
    party_uscc = models.CharField(max_length=18)
    signer_name = models.CharField(_("signer"), max_length=80)
    signer_title = models.CharField(_("title"), max_length=80)
    authority = models.CharField(_("authority"), max_length=24, choices=Authority.choices)

    class Meta:
        verbose_name = _("signer on paper")
        verbose_name_plural = _("signers on paper")
        ordering: ClassVar = ["signing", "side"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["signing", "side"], name="paper_signer_once_per_side")]
