from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parties.domain.circles import party_condition
from parties.models import Party

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class AccountKind(models.TextChoices):
    ASSET = "asset", _("Asset")
    LIABILITY = "liability", _("Liability")
    INCOME = "income", _("Income")
    EXPENSE = "expense", _("Expense")


class Account(models.Model):
    """An account in a party's books. Codes follow the Chinese standard chart (1221 other receivables, 1002 bank …)."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="accounts")
    code = models.CharField(_("code"), max_length=10)
    kind = models.CharField(max_length=10, choices=AccountKind.choices)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering: ClassVar = ["party", "code"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["party", "code"], name="account_code_once")]

    def __str__(self) -> str:
        return self.code


class PeriodQuerySet(models.QuerySet["Period"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The months of the books of the parties for which the person may do ``verb``."""
        return self.filter(party_condition(scope, verb=verb, party_paths=["party"]))


class Period(models.Model):
    """One month of a party's books; once closed, nothing is posted into it, and it is never opened again."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="periods")
    month = models.DateField(help_text=_("the month's first day"))
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("period")
        verbose_name_plural = _("periods")
        ordering: ClassVar = ["party", "-month"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "month"], name="period_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="period_starts_on_the_first"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class JournalQuerySet(models.QuerySet["Journal"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The journals in the books of the parties for which the person may do ``verb``."""
        return self.filter(party_condition(scope, verb=verb, party_paths=["party"]))


class Journal(models.Model):
    """One balanced entry. ``source`` names its cause and makes it once-only in that party's books. Append-only.

    ``total`` is the sum of its debits (and of its credits). A line slipped in later would break it, so that a journal
    cannot grow after its transaction.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="journals")
    period = models.ForeignKey(Period, models.PROTECT, related_name="journals")
    date = models.DateField()
    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=80)
    total = models.DecimalField(max_digits=16, decimal_places=2)
    posted_at = models.DateTimeField()
    by = models.CharField(max_length=120)

    objects = JournalQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal")
        verbose_name_plural = _("journals")
        ordering: ClassVar = ["-date", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "source"], name="journal_source_once"),
            models.CheckConstraint(condition=Q(total__gt=0), name="journal_total_is_positive"),
        ]
        indexes: ClassVar = [models.Index(fields=["party", "-date", "-id"], name="journal_by_date")]

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"


class JournalLine(models.Model):
    """A debit or a credit, yuan with two decimals. Append-only."""

    journal = models.ForeignKey(Journal, models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, models.PROTECT, related_name="lines")
    debit = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    credit = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    counterparty = models.ForeignKey(Party, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("journal line")
        verbose_name_plural = _("journal lines")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(debit__gt=0, credit=0) | Q(debit=0, credit__gt=0), name="line_on_one_side"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.debit} / {self.credit}"
