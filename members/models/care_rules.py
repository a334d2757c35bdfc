from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models.offers import Offer
from members.models.placing import placed_condition
from parties.models import Party, Venue

if TYPE_CHECKING:
    from parties.domain.scope import Scope


class Occasion(models.TextChoices):
    """What members are written for."""

    BIRTHDAY = "birthday", pgettext_lazy("occasion", "Birthday")
    FESTIVAL = "festival", pgettext_lazy("occasion", "Festival")
    ANNIVERSARY = "anniversary", pgettext_lazy("occasion", "Anniversary of joining")
    TIER = "tier", pgettext_lazy("occasion", "Anniversary of the tier")
    WIN_BACK = "win_back", pgettext_lazy("occasion", "Silent for long")


class CareChannel(models.TextChoices):
    """By which ways a machine can write to a member."""

    SMS = "sms", _("SMS")
    WECHAT = "wechat", _("WeChat")
    EMAIL = "email", _("E-mail")


class CareRuleQuerySet(models.QuerySet["CareRule"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The rules of the venues, and of the parties, in which the person may do ``verb``."""
        return self.filter(placed_condition(scope, verb=verb))


class CareRule(models.Model):
    """On which occasion a party, or one of its venues, writes to its members 关怀规则; its versions say how."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="care_rules")
    venue = models.ForeignKey(
        Venue, models.PROTECT, related_name="care_rules", null=True, blank=True, verbose_name=_("venue")
    )
    name = models.CharField(_("name"), max_length=60)
    is_on = models.BooleanField(default=True)
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = CareRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of care")
        verbose_name_plural = _("rules of care")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="care_rule_has_name"),
            models.CheckConstraint(condition=Q(retired_at=None) | Q(is_on=False), name="care_rule_retired_is_off"),
        ]

    def __str__(self) -> str:
        return self.name


class CareRuleVersion(models.Model):
    """What a rule says from a moment on. Append-only: the one with the highest number acts."""

    rule = models.ForeignKey(CareRule, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    occasion = models.CharField(_("occasion"), max_length=11, choices=Occasion.choices)
    festival = models.CharField(_("festival"), max_length=12, blank=True)
    silent_days = models.PositiveSmallIntegerField(_("days of silence"), null=True, blank=True)
    days_before = models.PositiveSmallIntegerField(_("days before"), default=0)
    hour = models.PositiveSmallIntegerField(_("hour"))
    channels = ArrayField(models.CharField(max_length=6, choices=CareChannel.choices), verbose_name=_("channels"))
    zh_hans = models.TextField(_("Simplified Chinese"), max_length=500)
    zh_hant = models.TextField(_("Traditional Chinese"), max_length=500, blank=True)
    en = models.TextField(_("English"), max_length=500, blank=True)
    offer = models.ForeignKey(
        Offer, models.PROTECT, related_name="care_rules", null=True, blank=True, verbose_name=_("voucher with it")
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("version of a rule of care")
        verbose_name_plural = _("versions of rules of care")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rule", "number"], name="care_rule_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="care_rule_versions_from_one"),
            models.CheckConstraint(condition=Q(occasion__in=Occasion.values), name="care_rule_occasions"),
            models.CheckConstraint(
                condition=Q(Q(occasion=Occasion.FESTIVAL) & ~Q(festival=""))
                | Q(~Q(occasion=Occasion.FESTIVAL) & Q(festival="")),
                name="care_rule_names_its_festival",
            ),
            models.CheckConstraint(
                condition=Q(occasion=Occasion.WIN_BACK, silent_days__range=(7, 1000), days_before=0)
                | Q(~Q(occasion=Occasion.WIN_BACK) & Q(silent_days=None)),
                name="care_rule_says_how_silent",
            ),
            models.CheckConstraint(condition=Q(hour__lte=23, days_before__lte=30), name="care_rule_times"),
            models.CheckConstraint(
                condition=~Q(channels=[]) & Q(channels__contained_by=CareChannel.values), name="care_rule_channels"
            ),
            models.CheckConstraint(condition=~Q(zh_hans=""), name="care_rule_says_something"),
        ]


class CareLimits(models.Model):
    """When a party, or a venue, leaves its members in peace, and how often it writes to them 免打扰.

    Append-only: the newest acts. Quiet from ``quiet_from`` to ``quiet_until`` (o'clock, by the wall; the same hour
    twice: never); at most ``most`` messages in ``per_days`` days, whatever the rule.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("venue"))
    quiet_from = models.PositiveSmallIntegerField(_("quiet from"))
    quiet_until = models.PositiveSmallIntegerField(_("quiet until"))
    most = models.PositiveSmallIntegerField(_("messages at most"))
    per_days = models.PositiveSmallIntegerField(_("within days"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("limits of care")
        verbose_name_plural = _("limits of care")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quiet_from__lte=23, quiet_until__lte=23), name="care_limits_hours_of_the_day"
            ),
            models.CheckConstraint(
                condition=Q(most__range=(1, 100), per_days__range=(1, 366)), name="care_limits_how_often"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["party", "venue", "-id"], name="care_limits_newest")]
