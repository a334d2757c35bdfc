from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from contracts.domain import catalogue
from contracts.domain.values import TermValue, load
from contracts.models.contracts import ContractVersion
from foundation.languages import pick


class Clause(models.Model):
    """A numbered piece of a contract version. ``{{name}}`` in the text stands for the value of a term."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        SECTION = "section", _("section")

    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="clauses")
    number = models.CharField(_("number"), max_length=12)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    heading_zh = models.CharField(max_length=200)
    heading_en = models.CharField(max_length=200)
    text_zh = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    duty = models.CharField(_("duty bearer"), max_length=12, blank=True)
    is_heavy = models.BooleanField(_("heavy clause"), default=False)
    deviates = models.BooleanField(_("deviates from the form"), default=False)
    page = models.PositiveSmallIntegerField(_("page of the signed PDF"), null=True, editable=False)

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering: ClassVar = ["version", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "number"], name="clause_number_once"),
            models.UniqueConstraint(fields=["version", "position"], name="clause_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"

    @property
    def heading(self) -> str:
        return pick(_language(), self.heading_zh, self.heading_en)

    @property
    def text(self) -> str:
        return pick(_language(), self.text_zh, self.text_en)


class Term(models.Model):
    """A typed value in a clause that the software acts on; printed, counted, compared and billed from here alone."""

    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="terms")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="terms")
    name = models.CharField(max_length=40)
    stored = models.JSONField(null=True, blank=True)
    is_required = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering: ClassVar = ["clause__position", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "name"], name="term_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def value(self) -> TermValue | None:
        """The typed value; ``None`` while the blank is empty."""
        return None if self.stored is None else load(self.stored)

    @property
    def is_blank(self) -> bool:
        return self.stored is None

    @property
    def label(self) -> str:
        """What the term is called, in the reader's language."""
        return catalogue.spec(self.name).label(_language())

    @property
    def drives(self) -> str:
        """What follows from its value, in the reader's language."""
        return catalogue.spec(self.name).drives(_language())

    @property
    def display(self) -> str:
        """The value as printed; empty while the blank is."""
        value = self.value
        return "" if value is None else value.display(_language())


class Annex(models.Model):
    """A document that the contract's form asks for."""

    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="annexes")
    code = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("annex")
        verbose_name_plural = _("annexes")
        ordering: ClassVar = ["version", "position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "code"], name="annex_code_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return pick(_language(), self.title_zh, self.title_en)


class BreachKind(models.Model):
    """An entry of the contract's breach catalogue: what counts as a breach, whose, and what follows."""

    class Fault(models.TextChoices):
        A = "A", _("Party A")
        B = "B", _("Party B")
        EITHER = "either", _("either party")
        THIRD = "third", _("the third party")

    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="breach_kinds")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="breach_kinds")
    code = models.CharField(max_length=40)
    fault = models.CharField(max_length=6, choices=Fault.choices)
    text_zh = models.TextField()
    text_en = models.TextField()
    damages_term = models.ForeignKey(Term, models.PROTECT, related_name="+", null=True)
    allows_rescission = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("kind of breach")
        verbose_name_plural = _("kinds of breach")
        ordering: ClassVar = ["version", "clause__position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "code"], name="breach_kind_once"),
            models.CheckConstraint(condition=Q(fault__in=["A", "B", "either", "third"]), name="breach_kind_faults"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return pick(_language(), self.text_zh, self.text_en)


def _language() -> str:
    """The reader's language; wordings in Traditional Chinese are converted from Simplified by :func:`pick`."""
    return translation.get_language() or "zh-hans"
