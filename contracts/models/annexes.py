from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from contracts.models.clauses import Annex
from contracts.models.contracts import Contract
from contracts.models.obligations import Obligation
from contracts.models.request_record import RequestStatement
from contracts.models.saying import Said
from foundation.models import StoredFile
from parties.models import Party


class AnnexBearer(Said, models.Model):
    """A side's word that it delivers an annex, where the clause leaves open who does; the last word counts.

    ``code`` names the annex through all wordings of the contract. Append-only.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="annex_bearers")
    code = models.CharField(max_length=40)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("bearer of an annex")
        verbose_name_plural = _("bearers of annexes")
        ordering: ClassVar = ["pk"]


class AnnexVersionQuerySet(models.QuerySet["AnnexVersion"]):
    def waiting(self) -> Self:
        """The latest of each annex, where nobody has answered it."""
        newer = AnnexVersion.objects.filter(
            contract=OuterRef("contract"), code=OuterRef("code"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(newer), answer=None)


class AnnexVersion(Said, models.Model):
    """One version of an annex as a side delivered it: the file, who and when. Append-only.

    ``obligation``: the one that this delivery kept, where the clause sets a time for it. ``statement``: what was handed
    in with a request, for a version that became one by being approved; its files, and words, are the version then.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="annex_versions")
    annex = models.ForeignKey(Annex, models.PROTECT, related_name="deliveries")
    code = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    statement = models.OneToOneField(RequestStatement, models.PROTECT, related_name="annex_version", null=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="annex_versions", null=True)
    delivered_at = models.DateTimeField()
    by = models.CharField(max_length=120)

    objects = AnnexVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of an annex")
        verbose_name_plural = _("versions of annexes")
        ordering: ClassVar = ["code", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "code", "number"], name="annex_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="annex_versions_from_one"),
            models.CheckConstraint(
                condition=Q(file=None, statement__isnull=False) | Q(file__isnull=False, statement=None),
                name="annex_version_kept_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"

    @property
    def papers(self) -> list[StoredFile]:
        """Its files; none where a request was approved that consists of words alone."""
        if self.statement is not None:
            return [kept.file for kept in self.statement.files.all()]
        return [self.file] if self.file else []


class AnnexAnswer(Said, models.Model):
    """What the other side says of a version: accepted, or returned with its reason. Once, append-only."""

    version = models.OneToOneField(AnnexVersion, models.PROTECT, related_name="answer")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    is_accepted = models.BooleanField()
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("answer to an annex")
        verbose_name_plural = _("answers to annexes")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(is_accepted=True) | ~Q(reason=""), name="annex_return_says_why"),
        ]
