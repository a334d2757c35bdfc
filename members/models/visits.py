from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models import Obligation
from members.models.members import Member
from members.models.segments import Segment
from parties.domain.circles import venue_condition
from parties.models import Venue

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class VisitPlanQuerySet(models.QuerySet["VisitPlan"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The plans of the venues in which the person may do ``verb``."""
        return self.filter(venue_condition(scope, verb=verb, path="venue__"))


class VisitPlan(models.Model):
    """Whom to visit or call at a venue in a period 回访计划; where a contract wants it, for the duty of that period.

    ``left_out`` counts the members who were picked and have not agreed to be contacted: they are not on the list.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="visit_plans")
    from_date = models.DateField(_("from"))
    until_date = models.DateField(_("until"))
    segment = models.ForeignKey(
        Segment, models.PROTECT, related_name="visit_plans", null=True, blank=True, verbose_name=_("segment")
    )
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="visit_plans", null=True, blank=True)
    left_out = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)

    objects = VisitPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit plan")
        verbose_name_plural = _("visit plans")
        ordering: ClassVar = ["-until_date", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until_date__gte=F("from_date")), name="visit_plan_days_in_order"),
            models.UniqueConstraint(
                fields=["obligation", "venue"], condition=Q(obligation__isnull=False), name="visit_plan_once_per_duty"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__gte=F("made_at"), closed_by__isnull=False),
                name="visit_plan_closed_by_somebody",
            ),
        ]

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class VisitState(models.TextChoices):
    OPEN = "open", pgettext_lazy("visit", "To be done")
    DONE = "done", pgettext_lazy("visit", "Reached")
    UNREACHED = "unreached", pgettext_lazy("visit", "Not reached")
    DROPPED = "dropped", pgettext_lazy("visit", "No longer to be contacted")


class VisitQuerySet(models.QuerySet["Visit"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The visits in the venues in which the person may do ``verb``."""
        return self.filter(venue_condition(scope, verb=verb, path="plan__venue__"))


class Visit(models.Model):
    """One member on a visit plan, and who is to reach them. After an attempt that failed it is still to be done."""

    plan = models.ForeignKey(VisitPlan, models.PROTECT, related_name="visits")
    member = models.ForeignKey(Member, models.PROTECT, related_name="visits")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="visits", verbose_name=_("assigned to")
    )
    state = models.CharField(max_length=9, choices=VisitState.choices, default=VisitState.OPEN)
    ended_at = models.DateTimeField(null=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("return visit")
        verbose_name_plural = _("return visits")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "member"], name="visit_once_per_plan"),
            models.CheckConstraint(condition=Q(state__in=VisitState.values), name="visit_states"),
            models.CheckConstraint(
                condition=Q(state=VisitState.OPEN, ended_at=None)
                | (~Q(state=VisitState.OPEN) & Q(ended_at__isnull=False)),
                name="visit_ended_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["assigned_to", "plan"], condition=Q(state="open"), name="visits_to_do"),
            models.Index(fields=["member", "-id"], name="visits_of_member"),
        ]

    @property
    def last_attempt(self) -> "VisitAttempt | None":
        """The last attempt to reach the member."""
        attempts = list(self.attempts.all())
        return attempts[-1] if attempts else None


class VisitOutcome(models.TextChoices):
    REACHED = "reached", pgettext_lazy("outcome of a visit", "Reached, all is well")
    WISH = "wish", pgettext_lazy("outcome of a visit", "Reached, has a wish")
    COMPLAINT = "complaint", pgettext_lazy("outcome of a visit", "Reached, complains")
    NOT_REACHED = "not_reached", pgettext_lazy("outcome of a visit", "Not reached")
    DECLINED = "declined", pgettext_lazy("outcome of a visit", "Does not want to be contacted")


class VisitAttempt(models.Model):
    """One attempt to reach a member, and what came of it. What they said is under their own key. Append-only."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="attempts")
    outcome = models.CharField(_("what came of it"), max_length=11, choices=VisitOutcome.choices)
    words_enciphered = models.BinaryField(null=True, editable=False)
    next_date = models.DateField(_("again on"), null=True, blank=True)
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("attempt to reach a member")
        verbose_name_plural = _("attempts to reach members")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(outcome__in=VisitOutcome.values), name="visit_attempt_outcomes"),
            # A wish or a complaint without a word of it is of no use to anybody.
            models.CheckConstraint(
                condition=~Q(outcome__in=[VisitOutcome.WISH, VisitOutcome.COMPLAINT]) | ~Q(words_enciphered=None),
                name="visit_attempt_says_what",
            ),
        ]
