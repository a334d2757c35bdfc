from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models.days import is_known
from deadlines.models import Deadline
from surveys.models.subjects import Subject
from surveys.models.waves import Wave

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class MeasureState(models.TextChoices):
    OPEN = "open", pgettext_lazy("measure of improvement", "Open")
    DONE = "done", pgettext_lazy("measure of improvement", "Done")
    DROPPED = "dropped", pgettext_lazy("measure of improvement", "Given up")


class MeasureVerdict(models.TextChoices):
    """What the next wave says. Effective only when the interval of the difference lies above zero."""

    EFFECTIVE = "effective", pgettext_lazy("measure of improvement", "Effective")
    NOT_PROVEN = "not_proven", pgettext_lazy("measure of improvement", "Not proven")
    WORSE = "worse", pgettext_lazy("measure of improvement", "Worse")


class MeasureQuerySet(models.QuerySet["Measure"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """Those of the waves in reach; only the side that runs the wave changes them."""
        return self.filter(wave__in=Wave.objects.within(scope, verb=verb))


class Measure(models.Model):
    """What is to be improved after a wave, by whom and until when 改进措施; a later wave (``judged_by``) judges it."""

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="measures")
    subject = models.CharField(pgettext_lazy("survey", "subject"), max_length=10, choices=Subject.choices)
    text = models.TextField(_("what is done"), max_length=2000)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="survey_measures", verbose_name=_("owner")
    )
    due_date = models.DateField(_("until"))
    state = models.CharField(max_length=7, choices=MeasureState.choices, default=MeasureState.OPEN)
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="+", null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(Wave, models.PROTECT, related_name="judged_measures", null=True)
    verdict = models.CharField(max_length=10, choices=MeasureVerdict.choices, blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure of improvement")
        verbose_name_plural = _("measures of improvement")
        ordering: ClassVar = ["wave", "due_date", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(subject__in=Subject.values), name="measure_subjects"),
            models.CheckConstraint(condition=~Q(text=""), name="measure_says_what"),
            models.CheckConstraint(condition=Q(state__in=MeasureState.values), name="measure_states"),
            is_known("due_date", name="measure_day_known"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="measure_ended_when",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", judged_by=None)
                | (Q(verdict__in=MeasureVerdict.values, judged_by__isnull=False) & ~Q(judged_by=F("wave"))),
                name="measure_judged_by_a_later_wave",
            ),
        ]
