from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models import Contract, Occurrence
from contracts.models.days import is_known, local_day
from parties.models import Party
from surveys.models.questionnaires import QuestionnaireVersion

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class WaveState(models.TextChoices):
    """Drawn: the sample stands. Counted: the answers were opened and the figures are there."""

    PLANNED = "planned", pgettext_lazy("survey wave", "Planned")
    DRAWN = "drawn", pgettext_lazy("survey wave", "Sample drawn")
    OPEN = "open", pgettext_lazy("survey wave", "Running")
    CLOSED = "closed", pgettext_lazy("survey wave", "Closed")
    COUNTED = "counted", pgettext_lazy("survey wave", "Counted")
    CANCELLED = "cancelled", pgettext_lazy("survey wave", "Called off")


class Frame(models.TextChoices):
    """Who can be drawn; an open wave draws nobody, whoever has the code or the link answers."""

    MEMBERS = "members", pgettext_lazy("survey frame", "Members")
    VISITS = "visits", pgettext_lazy("survey frame", "Members who came in the period")
    OPEN = "open", pgettext_lazy("survey frame", "Whoever answers")


class Method(models.TextChoices):
    CENSUS = "census", pgettext_lazy("survey sample", "Everybody")
    SIMPLE = "simple", pgettext_lazy("survey sample", "Simple random sample")
    PROPORTIONAL = "proportional", pgettext_lazy("survey sample", "Stratified, in proportion to size")
    NEYMAN = "neyman", pgettext_lazy("survey sample", "Stratified, more where answers differ more")


class WaveQuerySet(models.QuerySet["Wave"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The waves of the parties for which the person may do ``verb``, and those of the contracts they may do it
        for: both sides see what is asked in their name. Only the running side acts; that is the domain's rule."""
        if scope.is_system:
            return self.all()
        own = Q(contract=None, party__in=scope.parties_for(verb))
        return self.filter(own | Q(contract__in=Contract.objects.within(scope, verb=verb)))


class Wave(models.Model):
    """One survey over one period 调查期次: who is asked with which version, when, and how the sample was drawn.

    ``party`` runs it. ``first_day`` to ``last_day`` is the period it is about, both included; answers are taken from
    ``opens_at`` until ``closes_at``. ``seed`` and ``frame_hash`` let anybody repeat the draw.
    Of ``margin_percent`` (percentage points) and ``wanted_size`` (answers) one is set where not everybody is asked; so
    many more are invited that ``response_percent`` of 100 need to answer.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="survey_waves")
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="survey_waves", null=True, blank=True)
    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="survey_waves", null=True, blank=True)
    version = models.ForeignKey(
        QuestionnaireVersion, models.PROTECT, related_name="waves", null=True, verbose_name=_("questionnaire")
    )
    name = models.CharField(_("name"), max_length=60)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    opens_at = models.DateTimeField(pgettext_lazy("survey wave", "opens"))
    closes_at = models.DateTimeField(pgettext_lazy("survey wave", "closes"))
    state = models.CharField(max_length=9, choices=WaveState.choices, default=WaveState.PLANNED)
    frame = models.CharField(pgettext_lazy("survey", "whom to ask"), max_length=7, choices=Frame.choices)
    method = models.CharField(_("sampling"), max_length=12, choices=Method.choices, default=Method.CENSUS)
    margin_percent = models.DecimalField(
        _("wanted margin, per cent"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    wanted_size = models.PositiveIntegerField(_("wanted size"), null=True, blank=True)
    response_percent = models.PositiveSmallIntegerField(_("expected to answer, per cent"), default=100)
    seed = models.CharField(max_length=64, blank=True, editable=False)
    frame_hash = models.CharField(max_length=64, blank=True, editable=False)
    frame_size = models.PositiveIntegerField(null=True, editable=False)
    sample_size = models.PositiveIntegerField(null=True, editable=False)
    language = models.CharField(_("language"), max_length=7, default="zh-hans")
    cancel_reason = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()

    objects = WaveQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("survey", "wave")
        verbose_name_plural = pgettext_lazy("survey", "waves")
        ordering: ClassVar = ["-first_day", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "first_day"], condition=~Q(state="cancelled"), name="wave_once_per_period"
            ),
            models.UniqueConstraint(
                fields=["occurrence"], condition=~Q(state="cancelled"), name="wave_once_per_occurrence"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="wave_has_name"),
            models.CheckConstraint(condition=Q(state__in=WaveState.values), name="wave_states"),
            models.CheckConstraint(condition=Q(frame__in=Frame.values), name="wave_frames"),
            models.CheckConstraint(condition=Q(method__in=Method.values), name="wave_methods"),
            models.CheckConstraint(condition=Q(occurrence=None) | Q(contract__isnull=False), name="wave_of_contract"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="wave_days_in_order"),
            is_known("first_day", "last_day", name="wave_on_known_days"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="wave_window_in_order"),
            # A moment that ends the last day belongs to it, hence the day after at midnight is allowed.
            models.CheckConstraint(condition=Q(first_day__lte=local_day("opens_at")), name="wave_opens_in_period"),
            models.CheckConstraint(
                condition=Q(margin_percent=None) | Q(margin_percent__gt=0, margin_percent__lt=50), name="wave_margins"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "cancelled"]) | Q(version__isnull=False), name="wave_asks_something"
            ),
            models.CheckConstraint(
                condition=Q(frame="open", seed="", frame_hash="", frame_size=None, sample_size=None)
                | (~Q(frame="open") & Q(state__in=["planned", "cancelled"], frame_hash="", sample_size=None))
                | (
                    ~Q(frame="open")
                    & ~Q(state="planned")
                    & Q(frame_hash__regex="^[0-9a-f]{64}$", seed__regex="^[0-9a-f]{32,64}$")
                    & Q(sample_size__gte=1, sample_size__lte=F("frame_size"))
                ),
                name="wave_drawn_from_a_frame",
            ),
            models.CheckConstraint(condition=~Q(frame="open", state="drawn"), name="wave_open_draws_nobody"),
            models.CheckConstraint(condition=Q(response_percent__range=(1, 100)), name="wave_response_possible"),
            models.CheckConstraint(
                condition=Q(cancel_reason="") | Q(state="cancelled"), name="wave_reason_for_calling_off"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "opens_at"], name="waves_by_state")]

    def __str__(self) -> str:
        return self.name
