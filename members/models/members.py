from typing import TYPE_CHECKING, ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models.days import is_known
from parties.domain.circles import venue_condition
from parties.models import Party, Venue

if TYPE_CHECKING:
    from parties.domain.scope import Scope

SHORT_MONTHS: Final = (4, 6, 9, 11)


class MemberState(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("member", "Active")
    MERGED = "merged", pgettext_lazy("member", "Merged into another")
    ERASED = "erased", pgettext_lazy("member", "Erased")


class Gender(models.TextChoices):
    UNKNOWN = "", pgettext_lazy("gender", "Not said")
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")


class BirthCalendar(models.TextChoices):
    SOLAR = "solar", pgettext_lazy("calendar", "Solar")
    LUNAR = "lunar", pgettext_lazy("calendar", "Lunar")


class MemberSource(models.TextChoices):
    """How a member was won."""

    FRONT_DESK = "front_desk", _("At the front desk")
    PROMOTER = "promoter", _("By a promoter")
    REFERRAL = "referral", _("Recommended by a member")
    EVENT = "event", _("At an event")
    ONLINE = "online", _("WeChat or online")
    IMPORTED = "imported", _("From an earlier system")
    OTHER = "other", pgettext_lazy("source of a member", "Other")


ENCIPHERED: Final = ("name", "phone", "email", "identity", "birth_year")
"""What is kept under the member's own key, in a column ``<field>_enciphered`` each."""

# What is compared with nothing is neither true nor false, and would pass: hence that both are there.
_SAID: Final = Q(birth_month__isnull=False, birth_day__isnull=False)
_BIRTHDAY: Final = (
    Q(birth_month=None, birth_day=None)
    | (_SAID & Q(birth_calendar=BirthCalendar.LUNAR, birth_month__range=(1, 12), birth_day__range=(1, 30)))
    | (
        _SAID
        & Q(birth_calendar=BirthCalendar.SOLAR, birth_month__range=(1, 12), birth_day__range=(1, 31))
        & ~Q(birth_month__in=SHORT_MONTHS, birth_day=31)
        & ~Q(birth_month=2, birth_day__gt=29)
    )
)
_NOTHING_LEFT: Final = Q(
    **{f"{field}_enciphered": None for field in ENCIPHERED},
    birth_month=None,
    birth_day=None,
    gender=Gender.UNKNOWN,
    preferences={},
    custom={},
    referrer=None,
)


class MemberQuerySet(models.QuerySet["Member"]):
    def within(self, scope: "Scope", *, verb: str) -> Self:
        """The members of the venues in which the person may do ``verb``: their party's own, and those it serves.

        Members without a home venue are at home in the whole party: they are seen by its own people alone.
        """
        everywhere = Q(venue=None, party__in=scope.parties_for(verb))
        return self.filter(venue_condition(scope, verb=verb, path="venue__") | everywhere)

    def active(self) -> Self:
        """Those who are neither merged into another nor erased."""
        return self.filter(state=MemberState.ACTIVE)


class Member(models.Model):
    """Somebody who comes to a KTV and wants to be known there 会员. Their data belong to the KTV's party.

    What tells who they are is enciphered under their own key (:class:`MemberKey`): without it the columns, and every
    audit row about them, say nothing. Month and day of birth stand open, for care needs them by the thousand; of a
    lunar birthday they are those of the lunar calendar. ``preferences`` holds ``songs``, ``drinks`` and ``room``;
    ``custom`` the values of the party's own fields, by the field's id. ``revision`` counts the changes.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="members")
    venue = models.ForeignKey(
        Venue, models.PROTECT, related_name="members", null=True, blank=True, verbose_name=_("home venue")
    )
    number = models.CharField(_("card number"), max_length=32)
    name_enciphered = models.BinaryField(null=True, editable=False)
    phone_enciphered = models.BinaryField(null=True, editable=False)
    email_enciphered = models.BinaryField(null=True, editable=False)
    identity_enciphered = models.BinaryField(null=True, editable=False)
    birth_year_enciphered = models.BinaryField(null=True, editable=False)
    birth_month = models.PositiveSmallIntegerField(_("month of birth"), null=True, blank=True)
    birth_day = models.PositiveSmallIntegerField(_("day of birth"), null=True, blank=True)
    birth_calendar = models.CharField(
        _("calendar of the birthday"), max_length=5, choices=BirthCalendar.choices, default=BirthCalendar.SOLAR
    )
    birth_is_leap_month = models.BooleanField(_("in the leap month"), default=False)
    gender = models.CharField(_("gender"), max_length=5, choices=Gender.choices, blank=True, default=Gender.UNKNOWN)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    joined_date = models.DateField(_("joined on"))
    source = models.CharField(_("won through"), max_length=10, choices=MemberSource.choices)
    referrer = models.ForeignKey(
        "self", models.PROTECT, related_name="referred", null=True, blank=True, verbose_name=_("recommended by")
    )
    preferences = models.JSONField(_("preferences"), default=dict, blank=True)
    custom = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        _("state"), max_length=6, choices=MemberState.choices, default=MemberState.ACTIVE, editable=False
    )
    merged_into = models.ForeignKey("self", models.PROTECT, related_name="merged_in", null=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(editable=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "number"], name="member_number_once_per_party"),
            models.CheckConstraint(condition=~Q(number=""), name="member_has_number"),
            models.CheckConstraint(condition=Q(state__in=MemberState.values), name="member_states"),
            models.CheckConstraint(condition=Q(gender__in=Gender.values), name="member_genders"),
            models.CheckConstraint(condition=Q(source__in=MemberSource.values), name="member_sources"),
            models.CheckConstraint(condition=_BIRTHDAY, name="member_birthday_possible"),
            models.CheckConstraint(
                condition=Q(birth_is_leap_month=False)
                | Q(birth_calendar=BirthCalendar.LUNAR, birth_month__isnull=False),
                name="member_leap_month_is_lunar",
            ),
            models.CheckConstraint(
                condition=Q(state=MemberState.MERGED, merged_into__isnull=False)
                | (~Q(state=MemberState.MERGED) & Q(merged_into=None)),
                name="member_merged_says_where",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")) & ~Q(referrer=F("id")), name="member_is_not_their_own_other"
            ),
            models.CheckConstraint(
                condition=(Q(state=MemberState.ERASED) & _NOTHING_LEFT)
                | (~Q(state=MemberState.ERASED) & Q(name_enciphered__isnull=False)),
                name="member_erased_says_nothing",
            ),
            is_known("joined_date", name="member_joined_on_a_known_day"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["party", "-created_at", "-id"], name="member_recent"),
            models.Index(fields=["venue", "-created_at", "-id"], name="member_by_venue"),
            models.Index(fields=["party", "birth_month", "birth_day"], name="member_by_birthday"),
            models.Index(
                fields=["party", "joined_date"], include=["id", "venue", "source", "state"], name="member_counted"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_active(self) -> bool:
        return self.state == MemberState.ACTIVE

    @property
    def birthday_text(self) -> str:
        """Month and day as figures, ``08-15``; empty where it is not known."""
        return f"{self.birth_month:02}-{self.birth_day:02}" if self.birth_month and self.birth_day else ""

    @property
    def is_erased(self) -> bool:
        return self.state == MemberState.ERASED
