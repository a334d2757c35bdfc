"""Rules of care: on which occasion, when and by which way a party writes to its members; each change is a version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Max

from foundation.refusals import Refused
from foundation.text import clean_line, says_something
from members.domain.care.festivals import FESTIVALS
from members.domain.care.greetings import LANGUAGE_FIELDS, checked_text, gaps_for
from members.domain.registry.reach import home_of
from members.models import (
    CareChannel,
    CareRule,
    CareRuleVersion,
    ConsentPurpose,
    Occasion,
    Offer,
)
from parties.domain.scope import Scope, writing

VERB: Final = "care.plan"
LONGEST_NAME: Final = 60
MOST_DAYS_BEFORE: Final = 30
SILENCE: Final = (7, 1000)
"""Days that somebody can be silent before they are written to."""
OFFERED: Final = tuple(Occasion)
"""The occasions that a rule can have."""
OF_A_YEAR: Final = frozenset({Occasion.ANNIVERSARY, Occasion.TIER})


@dataclass(frozen=True)
class Saying:
    """What a version of a rule says. ``channels`` in the order in which they are tried; ``texts`` by language."""

    occasion: str
    hour: int
    channels: Sequence[str]
    texts: Mapping[str, str] = field(default_factory=dict)
    festival: str = ""
    silent_days: int | None = None
    days_before: int = 0
    offer_id: int | None = None


@dataclass(frozen=True)
class Place:
    """For a whole party, or for one of its venues."""

    party_id: int
    venue_id: int | None = None


def make_rule(name: str, saying: Saying, *, place: Place, by: Scope, at: datetime) -> CareRule:
    """A new rule, which is on at once. Refused: as :func:`change_rule`, and for another's place."""
    name = _checked_name(name)
    if by.user_id is None:
        raise Refused("parties.not_yours")
    with writing(by):
        home_of(place.party_id, place.venue_id, by=by, verb=VERB)
        columns = _checked(saying, place)
        rule = CareRule.objects.create(party_id=place.party_id, venue_id=place.venue_id, name=name)
        CareRuleVersion.objects.create(rule=rule, number=1, made_by_id=by.user_id, made_at=at, **columns)
        return rule


def change_rule(rule_id: int, name: str, saying: Saying, *, by: Scope, at: datetime) -> CareRule:
    """What it says from now on; what is planned already goes out as it was planned.

    Refused: ``parties.not_yours``, ``members.rule_retired``, ``foundation.required``, ``members.hour_wrong``,
    ``members.days_before_wrong``, ``members.silence_wrong``, ``members.festival_unknown``,
    ``members.channels_missing``, ``members.offer_not_automated``, and what a greeting is refused for.
    """
    name = _checked_name(name)
    if by.user_id is None:
        raise Refused("parties.not_yours")
    with writing(by):
        rule = _locked(rule_id, by=by)
        columns = _checked(saying, Place(rule.party_id, rule.venue_id))
        last = rule.versions.aggregate(last=Max("number"))["last"] or 0
        if name != rule.name:
            rule.name = name
            rule.save(update_fields=["name"])
        CareRuleVersion.objects.create(rule=rule, number=last + 1, made_by_id=by.user_id, made_at=at, **columns)
        return rule


def switch_rule(rule_id: int, *, on: bool, by: Scope) -> CareRule:
    """On or off; what an off rule has planned is not sent. Refused: ``parties.not_yours``, ``members.rule_retired``."""
    with writing(by):
        rule = _locked(rule_id, by=by)
        rule.is_on = on
        rule.save(update_fields=["is_on"])
        return rule


def retire_rule(rule_id: int, *, by: Scope, at: datetime) -> None:
    """Put it away for good; its messages stay. Refused: ``parties.not_yours``, ``members.rule_retired``."""
    with writing(by):
        rule = _locked(rule_id, by=by)
        rule.is_on, rule.retired_at = False, at
        rule.save(update_fields=["is_on", "retired_at"])


def purpose_of(version: CareRuleVersion) -> str:
    """What a member must have agreed to: a greeting is service; winning back and handing out vouchers are offers."""
    sells = version.occasion == Occasion.WIN_BACK or version.offer_id is not None
    return (ConsentPurpose.MARKETING if sells else ConsentPurpose.SERVICE).value


def _locked(rule_id: int, *, by: Scope) -> CareRule:
    mine = CareRule.objects.within(by, verb=VERB).select_for_update(no_key=True, of=("self",))
    rule = mine.filter(pk=rule_id).first()
    if rule is None:
        raise Refused("parties.not_yours")
    if rule.retired_at is not None:
        raise Refused("members.rule_retired")
    return rule


def _checked_name(name: str) -> str:
    name = clean_line(name, LONGEST_NAME, "name")
    if not says_something(name):
        raise Refused("foundation.required", "name")
    return name


def _checked(saying: Saying, place: Place) -> dict[str, Any]:
    """The columns of a version."""
    _check_when(saying)
    channels = [code for code in dict.fromkeys(saying.channels) if code in CareChannel.values]
    if not channels:
        raise Refused("members.channels_missing", "channels")
    _check_offer(saying, place)
    return {
        "occasion": saying.occasion,
        "festival": saying.festival if saying.occasion == Occasion.FESTIVAL else "",
        "silent_days": saying.silent_days if saying.occasion == Occasion.WIN_BACK else None,
        "days_before": 0 if saying.occasion == Occasion.WIN_BACK else saying.days_before,
        "hour": saying.hour,
        "channels": channels,
        "offer_id": saying.offer_id,
        **_checked_texts(saying),
    }


def _check_when(saying: Saying) -> None:
    if saying.occasion not in OFFERED:
        raise Refused("foundation.required", "occasion")
    if saying.occasion == Occasion.FESTIVAL and saying.festival not in FESTIVALS:
        raise Refused("members.festival_unknown", "festival")
    least, most = SILENCE
    if saying.occasion == Occasion.WIN_BACK and not least <= (saying.silent_days or 0) <= most:
        raise Refused("members.silence_wrong", "silent_days", least=least, most=most)
    if not 0 <= saying.hour <= 23:
        raise Refused("members.hour_wrong", "hour")
    if not 0 <= saying.days_before <= MOST_DAYS_BEFORE:
        raise Refused("members.days_before_wrong", "days_before", most=MOST_DAYS_BEFORE)


def _checked_texts(saying: Saying) -> dict[str, str]:
    gaps = gaps_for(is_anniversary=saying.occasion in OF_A_YEAR, has_offer=saying.offer_id is not None)
    texts = {
        column: checked_text(saying.texts.get(language, ""), column, gaps=gaps)
        for language, column in LANGUAGE_FIELDS.items()
    }
    if not texts["zh_hans"]:
        raise Refused("foundation.required", "zh_hans")
    return texts


def _check_offer(saying: Saying, place: Place) -> None:
    """A rule hands out only what its own party offers to everybody alike."""
    if saying.offer_id is None:
        return
    fits = Offer.objects.filter(pk=saying.offer_id, party=place.party_id, cancelled_at=None, is_automated=True)
    if place.venue_id is not None:
        fits = fits.filter(venue=place.venue_id) | fits.filter(venue=None)
    else:
        fits = fits.filter(venue=None)
    if not fits.exists():
        raise Refused("members.offer_not_automated", "offer")
