from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from contracts.domain.terms import catalogue
from contracts.domain.terms.values import load
from contracts.models.requests import Request
from contracts.models.saying import Spoken
from deadlines.models import Deadline
from foundation.models import StoredFile
from parties.models import Party

ANSWERS = ("agree", "refuse", "send_back")
"""The verbs that end a round: one of them, once."""
HANDED_IN = ("ask", "ask_again")
"""The verbs that begin a round, with what is handed in."""


class RequestStatement(Spoken, models.Model):
    """What a side said or did about a request, in which round; ``deadline``: the clock it started. Append-only."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="statements")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=12)
    round = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=5000, blank=True)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="request_statement", null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    VERBS: ClassVar = {
        "ask": _("Asked"),
        "ask_again": _("Asked again"),
        "agree": _("Agreed"),
        "refuse": _("Refused"),
        "send_back": _("Sent back"),
        "withdraw": _("Withdrawn"),
        "lapse": _("Lapsed with the contract"),
        "say": _("Statement"),
    }

    class Meta:
        verbose_name = _("statement on a request")
        verbose_name_plural = _("statements on requests")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verb__in=["ask", "ask_again", *ANSWERS, "withdraw", "lapse", "say"]),
                name="request_statement_verbs",
            ),
            models.UniqueConstraint(
                fields=["request", "round"], condition=Q(verb__in=ANSWERS), name="request_one_answer_a_round"
            ),
            models.UniqueConstraint(
                fields=["request", "round"], condition=Q(verb__in=HANDED_IN), name="request_round_once"
            ),
        ]


class RequestFile(models.Model):
    """A file that a side put in with a statement. Append-only."""

    statement = models.ForeignKey(RequestStatement, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("file of a request")
        verbose_name_plural = _("files of requests")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.file.name


class RequestedTerm(models.Model):
    """The value that a term of the contract is to have. Append-only."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="terms")
    name = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    stored = models.JSONField()

    class Meta:
        verbose_name = _("requested value")
        verbose_name_plural = _("requested values")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["request", "name"], name="requested_term_once")]

    def __str__(self) -> str:
        return f"{self.label}: {self.display}"

    @property
    def label(self) -> str:
        """What the term is called, in the reader's language."""
        return catalogue.spec(self.name).label(_language())

    @property
    def display(self) -> str:
        """The new value as it would be printed."""
        return load(self.stored).display(_language())

    @property
    def display_before(self) -> str:
        """The value in force when it was asked; empty for a blank."""
        return load(self.before).display(_language()) if self.before else ""


class RequestCriterion(models.Model):
    """One thing by which work is judged. Append-only."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "position"], name="request_criterion_place"),
            models.CheckConstraint(condition=~Q(text=""), name="request_criterion_says_what"),
        ]

    def __str__(self) -> str:
        return self.text


class CriterionVerdict(models.Model):
    """Whether the work met a criterion in one round, and why not. Append-only."""

    statement = models.ForeignKey(RequestStatement, models.PROTECT, related_name="verdicts")
    criterion = models.ForeignKey(RequestCriterion, models.PROTECT, related_name="verdicts")
    passed = models.BooleanField()
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("verdict on a criterion")
        verbose_name_plural = _("verdicts on criteria")
        ordering: ClassVar = ["criterion__position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["statement", "criterion"], name="criterion_judged_once"),
            models.CheckConstraint(condition=Q(passed=True) | ~Q(note=""), name="criterion_failed_says_why"),
        ]


def _language() -> str:
    return translation.get_language() or "zh-hans"
