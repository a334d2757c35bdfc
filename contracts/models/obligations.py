from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contracts.domain.kinds.schedules import label_of
from contracts.models.clauses import BreachKind, Clause, Term
from contracts.models.contracts import Contract, covering
from deadlines.models import Deadline
from parties.domain.circles import party_condition
from parties.models import Party

if TYPE_CHECKING:
    from contracts.models.breaches import Breach
    from parties.domain.scope import Scope


CAUSES = models.Func(F("term"), F("remedy"), F("dispute"), function="num_nonnulls", output_field=models.IntegerField())
CAUSE_PATHS = ("term__clause", "remedy__breach__kind__clause", "dispute__breach__kind__clause")
"""What is loaded with obligations to name their causes."""


class ObligationQuerySet(models.QuerySet["Obligation"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The obligations with a side for which the person may do ``verb``.

        Who works in some venues only sees those under contracts that cover one of them.
        """
        sides = ["debtor", "creditor"]
        return self.filter(party_condition(scope, verb=verb, party_paths=sides, at_venues=covering))


class Obligation(models.Model):
    """Something a party must do by a time: a deadline, and its one cause.

    That is the ``term`` of a clause; a ``remedy`` that the injured party chose when it confirmed a breach; or a
    ``dispute`` in which a side noted a date that it has to keep.

    ``breach_kind`` is what its being missed counts as; empty where the contract's catalogue has no word for it.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="obligations")
    term = models.ForeignKey(Term, models.PROTECT, related_name="obligations", null=True)
    remedy = models.OneToOneField("contracts.Remedy", models.PROTECT, related_name="obligation", null=True)
    dispute = models.ForeignKey("contracts.Dispute", models.PROTECT, related_name="dates", null=True)
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
            models.CheckConstraint(condition=Exact(CAUSES, 1), name="obligation_one_cause"),
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
        return f"{kind} · {self.subject}" if kind or self.term is None else f"{self.subject} · {self.term.label}"

    @property
    def breach_behind(self) -> "Breach | None":
        """The breach that it makes good or that is disputed; ``None`` for what a clause itself asks."""
        if self.remedy is not None:
            return self.remedy.breach
        return self.dispute.breach if self.dispute is not None else None

    @property
    def clause(self) -> Clause:
        """The clause behind it: that of its term, else the one that names the breach behind it."""
        if self.term is not None:
            return self.term.clause
        breach = self.breach_behind
        assert breach is not None  # noqa: S101  # the database sees to one cause
        return breach.kind.clause

    @property
    def cause_text(self) -> str:
        """Why it is owed, in words: the term with its value, or the breach behind it."""
        if self.term is not None:
            return f"{self.term.label}: {self.term.display}"
        if self.remedy is not None:
            return gettext("Remedy for breach #%(number)s") % {"number": self.remedy.breach_id}
        breach = self.breach_behind
        return gettext("Dispute over breach #%(number)s") % {"number": breach.pk if breach else ""}

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
