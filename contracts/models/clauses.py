from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from contracts.domain.terms import catalogue
from contracts.domain.terms.values import TermValue, load
from contracts.domain.texts.clause_labels import SECTION, clause_label
from contracts.models.versions import ContractVersion
from foundation.languages import pick


class Origin(models.TextChoices):
    """Where a piece of the wording comes from."""

    FORM = "form", _("the form")
    OURS = "ours", _("added to the form by Encore")
    PARTIES = "parties", _("added by the parties")


class Clause(models.Model):
    """A numbered piece of a contract version. ``{{name}}`` in the text stands for the value of a term.

    ``part``: ``main``, or the name of a part counted by itself, such as ``third_party`` or a supplement.
    ``does_not_act``: the numbers with a unit in the text that the drafter ticked as not acting. ``form_zh``,
    ``form_en``: the form's own text, kept where the parties changed it. ``key``: what it keeps when it moves up to
    another number, and in every later version.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        SECTION = "section", _("section")

    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="clauses")
    key = models.UUIDField(default=uuid4, editable=False)
    number = models.CharField(_("number"), max_length=12)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    heading_zh = models.CharField(max_length=200)
    heading_en = models.CharField(max_length=200)
    text_zh = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    form_zh = models.TextField(blank=True)
    form_en = models.TextField(blank=True)
    part = models.CharField(max_length=40, default="main")
    origin = models.CharField(max_length=7, choices=Origin.choices, default=Origin.FORM)
    does_not_act = ArrayField(models.CharField(max_length=60), default=list, blank=True)
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
            models.UniqueConstraint(fields=["version", "key"], name="clause_key_once"),
            models.UniqueConstraint(fields=["version", "position"], name="clause_position_once"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="clause_origins"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"

    @property
    def label(self) -> str:
        """Its number as printed, in the reader's language: 第三章, 3.2, 附1.2."""
        kind = SECTION if self.kind == self.Kind.SECTION else self.version.division
        return clause_label(kind, self.number, _language())

    @property
    def is_added(self) -> bool:
        """Whether the parties added it to the form."""
        return self.origin == Origin.PARTIES

    @property
    def heading(self) -> str:
        return pick(_language(), self.heading_zh, self.heading_en)

    @property
    def text(self) -> str:
        return pick(_language(), self.text_zh, self.text_en)


class Term(models.Model):
    """A typed value in a clause that the software acts on; printed, counted, compared and billed from here alone.

    ``form_value``: what the form gave, ``None`` for a blank. ``note``: the form's word to the drafter.
    """

    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="terms")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="terms")
    name = models.CharField(max_length=40)
    stored = models.JSONField(null=True, blank=True)
    form_value = models.JSONField(null=True, blank=True)
    is_required = models.BooleanField(default=False)
    note_zh = models.TextField(blank=True)
    note_en = models.TextField(blank=True)

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
    def deviates(self) -> bool:
        """Whether the parties agreed something else than the form's own figure; filling a blank is no deviation."""
        return self.form_value is not None and self.stored != self.form_value

    @property
    def note(self) -> str:
        return pick(_language(), self.note_zh, self.note_en)

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
    content_zh = models.TextField(blank=True)
    content_en = models.TextField(blank=True)

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

    @property
    def content(self) -> str:
        """What belongs in it."""
        return pick(_language(), self.content_zh, self.content_en)


class GlossaryEntry(models.Model):
    """A word that the contract defines; the text goes on after it (是指… / means …)."""

    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="glossary")
    position = models.PositiveSmallIntegerField()
    term_zh = models.CharField(max_length=80)
    term_en = models.CharField(max_length=80)
    text_zh = models.TextField()
    text_en = models.TextField()

    class Meta:
        verbose_name = _("defined term")
        verbose_name_plural = _("defined terms")
        ordering: ClassVar = ["version", "position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "position"], name="glossary_position_once")]

    def __str__(self) -> str:
        return self.term

    @property
    def term(self) -> str:
        return pick(_language(), self.term_zh, self.term_en)

    @property
    def text(self) -> str:
        return pick(_language(), self.text_zh, self.text_en)


class BreachKind(models.Model):
    """An entry of the contract's breach catalogue: what counts as a breach, whose, and what follows.

    ``late_terms``: the terms whose being late is this breach; every other lateness is ``step_late``.
    """

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
    remedies = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    late_terms = ArrayField(models.CharField(max_length=40), default=list, blank=True)
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
