from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.models.clauses import Clause
from contracts.models.contracts import covering
from contracts.models.days import is_known
from contracts.models.seals import PartySeal
from contracts.models.versions import ContractVersion
from foundation.derived_secrets import new_nonce
from foundation.models import StoredFile
from parties.domain.circles import party_condition
from parties.models import Party

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class SignatureState(models.TextChoices):
    INVITED = "invited", _("Invited")
    SIGNED = "signed", _("Signed and sealed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DELEGATED = "delegated", _("Passed on")


class SigningSide(models.TextChoices):
    """Whose place it is, which is also the key of its signature field in the file."""

    A = "A", _("Party A")
    B = "B", _("Party B")
    THIRD = "third", _("Third party")


class Authority(models.TextChoices):
    LEGAL_REPRESENTATIVE = "legal_representative", _("Legal representative")
    LETTER_OF_AUTHORITY = "letter_of_authority", _("Letter of authority")


class SignatureRequestQuerySet(models.QuerySet["SignatureRequest"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The signatures under contracts of the parties for which the person may do ``verb``; a third party sees its
        own.

        Who works in some venues only sees those under contracts that cover one of them.
        """
        sides = ["version__contract__party_a", "version__contract__party_b", "party"]
        at_venues = partial(covering, path="version__contract")
        return self.filter(party_condition(scope, verb=verb, party_paths=sides, at_venues=at_venues))

    def current(self) -> Self:
        """One for each place: those that were passed on left it to somebody else."""
        return self.exclude(state=SignatureState.DELEGATED)


class SignatureRequest(models.Model):
    """One party's place under a contract version: who signs and seals for it, and how far that has come.

    ``turn``: places with a lower one sign first; all share one where the parties sign in any order. A letter of
    authority says what for (``authority_scope``) and until which day. One that was passed on stays as it was, and the
    person it went to has a row of its own (``delegated_from``).
    """

    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="signature_requests")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    side = models.CharField(max_length=5, choices=SigningSide.choices)
    turn = models.PositiveSmallIntegerField(default=1)
    # As printed in the file that is signed, whatever the register says later.
    party_name = models.CharField(max_length=200)
    party_uscc = models.CharField(max_length=18)
    signer_name = models.CharField(_("signer"), max_length=80)
    signer_title = models.CharField(_("title"), max_length=80)
    signer_email = models.EmailField(_("signer's e-mail"), max_length=254)
    signer_language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    authority = models.CharField(
        _("authority"), max_length=24, choices=Authority.choices, default=Authority.LEGAL_REPRESENTATIVE
    )
    authority_scope = models.CharField(_("what the letter covers"), max_length=300, blank=True)
    authority_until = models.DateField(_("letter works until"), null=True)
    letter = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    delegated_from = models.OneToOneField("self", models.PROTECT, null=True, related_name="delegated_to")
    state = models.CharField(
        max_length=10, choices=SignatureState.choices, default=SignatureState.INVITED, editable=False
    )
    invited_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, editable=False)
    declined_reason = models.CharField(max_length=500, blank=True, editable=False)
    # The registered seal that was put there; empty for a picture handed in, or the one that Encore draws.
    seal = models.ForeignKey(PartySeal, models.PROTECT, null=True, related_name="+", editable=False)

    objects = SignatureRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering: ClassVar = ["version", "side"]
        constraints: ClassVar = [
            is_known("authority_until", name="signature_letter_day_known"),
            models.UniqueConstraint(
                fields=["version", "side"], condition=~Q(state="delegated"), name="signature_once_per_side"
            ),
            models.CheckConstraint(condition=Q(turn__gte=1), name="signature_turn_counts"),
            models.CheckConstraint(
                condition=Q(delegated_from=None)
                | (Q(authority="letter_of_authority", authority_until__isnull=False) & ~Q(authority_scope="")),
                name="signature_delegate_has_letter",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_at__isnull=False), name="signature_has_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} · {self.signer_name}"

    @property
    def is_open(self) -> bool:
        return self.state == SignatureState.INVITED

    @property
    def is_signed(self) -> bool:
        return self.state == SignatureState.SIGNED

    @property
    def is_third(self) -> bool:
        return self.side == SigningSide.THIRD

    @property
    def is_delegated(self) -> bool:
        return self.state == SignatureState.DELEGATED


class SigningLink(models.Model):
    """One mailed link to a signature request. Of its token only the hash is kept, and the random half of its making."""

    request = models.ForeignKey(SignatureRequest, models.CASCADE, related_name="links")
    nonce = models.CharField(max_length=64, default=new_nonce, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("signing link")
        verbose_name_plural = _("signing links")


class SigningCode(models.Model):
    """A one-time code that proves control of the signer's mailbox. Only a keyed hash of it is kept."""

    request = models.ForeignKey(SignatureRequest, models.CASCADE, related_name="codes")
    nonce = models.CharField(max_length=64, default=new_nonce, editable=False)
    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("one-time code")
        verbose_name_plural = _("one-time codes")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(failures__lte=5), name="code_five_tries")]


class HeavyReading(models.Model):
    """A signer has been shown one heavy clause by itself and said so (Civil Code 496). Append-only."""

    request = models.ForeignKey(SignatureRequest, models.PROTECT, related_name="heavy_readings")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reading of a heavy clause")
        verbose_name_plural = _("readings of heavy clauses")
        constraints: ClassVar = [models.UniqueConstraint(fields=["request", "clause"], name="heavy_reading_once")]


class SealedFile(models.Model):
    """One revision of the contract's PDF: 0 is what was sent, each signature adds the next. Append-only."""

    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="sealed_files")
    revision = models.PositiveSmallIntegerField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    signature = models.OneToOneField(SignatureRequest, models.PROTECT, null=True, related_name="sealed_file")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sealed file")
        verbose_name_plural = _("sealed files")
        ordering: ClassVar = ["version", "revision"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "revision"], name="sealed_revision_once"),
            models.CheckConstraint(
                condition=Q(revision=0, signature=None) | Q(revision__gt=0, signature__isnull=False),
                name="sealed_revision_is_a_signature",
            ),
        ]
