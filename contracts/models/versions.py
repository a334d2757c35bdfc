from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    NEGOTIATING = "negotiating", _("In negotiation")
    OUT_FOR_SIGNATURE = "out_for_signature", _("Out for signature")
    EFFECTIVE = "effective", _("Effective")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DECLINED = "declined", _("Declined")
    DROPPED = "dropped", _("Dropped")


EDITABLE = (VersionState.DRAFT, VersionState.NEGOTIATING)
OPEN = (*EDITABLE, VersionState.OUT_FOR_SIGNATURE)
"""On their way; a contract has one of these at most."""
UNSHARED = (VersionState.DRAFT, VersionState.DROPPED)
"""Seen by the provider alone."""
UNFROZEN = (*EDITABLE, VersionState.DROPPED)


class Division(models.TextChoices):
    ARTICLE = "article", _("article")
    CHAPTER = "chapter", _("chapter")


class Reading(models.TextChoices):
    NONE = "", _("Chinese alone")
    ENGLISH = "en", _("Chinese, with the English text to read beneath each clause")


class ContractVersion(models.Model):
    """One wording of a contract, whole: all that its form said on the day, and what the parties made of it.

    ``supplements``: the codes of the form's supplements that the parties chose. ``amendment``: the number of the
    supplementary agreement 补充协议 that it is; empty for the contract's first agreement. ``reading_language``: the one
    printed beneath the binding Chinese, empty for none. Frozen once it is sent.
    """

    contract = models.ForeignKey("contracts.Contract", models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=VersionState.choices, default=VersionState.DRAFT, editable=False)
    amendment = models.PositiveSmallIntegerField(null=True, editable=False)
    title_en = models.CharField(max_length=200, blank=True)
    reading_language = models.CharField(max_length=2, choices=Reading.choices, default=Reading.NONE, blank=True)
    # Whether its top level reads 第一条 / Article 1 or 第一章 / Chapter 1.
    division = models.CharField(max_length=7, choices=Division.choices, default=Division.ARTICLE)
    supplements = ArrayField(models.CharField(max_length=40), default=list, blank=True)
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
            models.UniqueConstraint(fields=["contract"], condition=Q(state__in=OPEN), name="version_one_open"),
            # Which wording acts at a moment must never be a matter of luck.
            models.UniqueConstraint(fields=["contract", "effective_at"], name="version_effective_moment_once"),
            models.UniqueConstraint(
                fields=["contract", "amendment"], condition=Q(state="effective"), name="version_amendment_once"
            ),
            models.CheckConstraint(
                condition=Q(effective_at=None) | Q(frozen_at__isnull=False), name="version_effective_is_frozen"
            ),
            models.CheckConstraint(condition=Q(division__in=Division.values), name="version_divisions"),
            models.CheckConstraint(condition=Q(reading_language__in=Reading.values), name="version_readings"),
            models.CheckConstraint(condition=Q(state__in=VersionState.values), name="version_states"),
            models.CheckConstraint(
                condition=Q(state__in=UNFROZEN, frozen_at=None) | (~Q(state__in=UNFROZEN) & Q(frozen_at__isnull=False)),
                name="version_frozen_from_sending",
            ),
            models.CheckConstraint(
                condition=Q(state="effective", effective_at__isnull=False)
                | (~Q(state="effective") & Q(effective_at=None)),
                name="version_effective_has_moment",
            ),
            models.CheckConstraint(condition=Q(amendment=None) | Q(amendment__gt=0), name="version_amendment_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.contract.number} v{self.number}"

    @property
    def title(self) -> str:
        """The contract's title; an amendment adds which one it is, in the reader's language."""
        if self.amendment is None:
            return self.contract.title
        return gettext("%(title)s: Supplementary Agreement No. %(number)s") % {
            "title": self.contract.title,
            "number": self.amendment,
        }

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def is_shared(self) -> bool:
        """Whether the client may read it."""
        return self.state not in UNSHARED

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def is_negotiating(self) -> bool:
        return self.state == VersionState.NEGOTIATING

    @property
    def is_out_for_signature(self) -> bool:
        return self.state == VersionState.OUT_FOR_SIGNATURE

    @property
    def is_effective(self) -> bool:
        return self.state == VersionState.EFFECTIVE

    @property
    def is_amendment(self) -> bool:
        return self.amendment is not None
