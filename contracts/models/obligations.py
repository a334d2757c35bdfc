from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contracts.domain.kinds.schedules import label_of
from contracts.models.clauses import BreachKind, Term
from contracts.models.contracts import Contract, covering
from deadlines.models import Deadline
from parties.domain.circles import party_condition
from parties.models import Party

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class ObligationQuerySet(models.QuerySet["Obligation"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The obligations with a side for which the person may do ``verb``.

        Who works in some venues only sees those under contracts that cover one of them.
        """
        sides = ["debtor", "creditor"]
        return self.filter(party_condition(scope, verb=verb, party_paths=sides, at_venues=covering))


class Obligation(models.Model):
    """Something a party must do by a time because a clause says so: a deadline and the term it stems from.

    ``breach_kind`` is what its being missed counts as; empty where the contract's catalogue has no word for it.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="obligations")
    term = models.ForeignKey(Term, models.PROTECT, related_name="obligations")
    breach_kind = models.ForeignKey(BreachKind, models.PROTECT, related_name="+", null=True)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="obligation")
    debtor = models.ForeignKey(Party, models.PROTECT, related_name="+")
    creditor = models.ForeignKey(Party, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=120)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(debtor=F("creditor")), name="obligation_two_parties"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def brief(self) -> str:
        """The same without the period, for where it stands on its day."""
        return label_of(self.deadline.kind) or self.title

    @property
    def title(self) -> str:
        """What is owed, in words: the kind of duty or the term, and about what or for which period."""
        kind = label_of(self.deadline.kind)
        return f"{kind} · {self.subject}" if kind else f"{self.subject} · {self.term.label}"

    @property
    def planned_at(self) -> datetime:
        """After this moment it is late; a breach it may be later only, where the clause has a grace."""
        period = getattr(self, "occurrence", None)
        paused = self.deadline.due_at - self.deadline.first_due_at
        return period.planned_at + paused if period else self.deadline.due_at

    @property
    def planned_day(self) -> date:
        """The day by whose end it is to be done: 24:00 belongs to the day before."""
        return _day_of(self.planned_at)

    @property
    def due_day(self) -> date:
        """The day after whose end it is missed."""
        return _day_of(self.deadline.due_at)


def _day_of(moment: datetime) -> date:
    return timezone.localdate(moment - timedelta(microseconds=1))
