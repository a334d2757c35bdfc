"""Criteria that the registry itself answers: who they are, how they came, what they agreed to."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import BooleanField, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrOrPromise

from members.domain.offers.criteria import Kind, Number, OneOf, SomeOf, Values
from members.models import Consent, ConsentChannel, ConsentPurpose, Gender, MemberSource
from parties.models import Venue

MONTHS: Final = [(str(month), str(month)) for month in range(1, 13)]
MOST_DAYS: Final = 3650


def _venues(party_id: int) -> Sequence[tuple[str, str]]:
    return [(str(pk), name) for pk, name in Venue.objects.filter(party=party_id).values_list("pk", "name")]


def _fixed(choices: Sequence[tuple[str, StrOrPromise]]) -> Sequence[tuple[str, StrOrPromise]]:
    return [(code, label) for code, label in choices if code]


def _joined_after(values: Values, at: datetime) -> Q:
    return Q(joined_date__gte=timezone.localdate(at) - timedelta(days=values["days"]))


def _joined_before(values: Values, at: datetime) -> Q:
    return Q(joined_date__lte=timezone.localdate(at) - timedelta(days=values["days"]))


def agreed(channel: str, purpose: str) -> Q:
    """The condition on members whose last word for this channel and purpose is yes."""
    words = Consent.objects.filter(member=OuterRef("pk"), channel=channel, purpose=purpose).order_by("-pk")
    return Q(Subquery(words.values("given")[:1], output_field=BooleanField()))


def _agreed(values: Values, _at: datetime) -> Q:
    return agreed(values["channel"], values["purpose"])


KINDS: Final = (
    Kind(
        "venue",
        _("Home venue"),
        (SomeOf("venues", _("Venues"), _venues),),
        lambda values, _at: Q(venue__in=[int(pk) for pk in values["venues"]]),
    ),
    Kind(
        "birthday",
        _("Month of birth"),
        (SomeOf("months", pgettext_lazy("of birth", "Months"), lambda _party: MONTHS),),
        lambda values, _at: Q(birth_month__in=[int(month) for month in values["months"]]),
    ),
    Kind(
        "gender",
        _("Gender"),
        (SomeOf("genders", _("Gender"), lambda _party: _fixed(Gender.choices)),),
        lambda values, _at: Q(gender__in=values["genders"]),
    ),
    Kind(
        "source",
        _("Won through"),
        (SomeOf("sources", _("Won through"), lambda _party: _fixed(MemberSource.choices)),),
        lambda values, _at: Q(source__in=values["sources"]),
    ),
    Kind(
        "new",
        _("Joined within the last days"),
        (Number("days", pgettext_lazy("number of", "Days"), 1, MOST_DAYS),),
        _joined_after,
    ),
    Kind(
        "loyal",
        _("Member for at least so many days"),
        (Number("days", pgettext_lazy("number of", "Days"), 1, MOST_DAYS),),
        _joined_before,
    ),
    Kind(
        "consent",
        _("Agreed to be written to or called"),
        (
            OneOf("channel", pgettext_lazy("consent", "Channel"), lambda _party: _fixed(ConsentChannel.choices)),
            OneOf("purpose", _("Purpose"), lambda _party: _fixed(ConsentPurpose.choices)),
        ),
        _agreed,
    ),
)
