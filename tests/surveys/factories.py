"""Questionnaires and waves, as rows: for what stands on them. What makes them is tested with the verbs themselves."""

import hashlib
import itertools
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from contracts.models import Contract
from members.models import Member
from parties.domain.scope import SYSTEM, writing
from parties.models import Party, Venue
from surveys.models import Invitation, Questionnaire, QuestionnaireVersion, Stratum, Wave

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=14)
SEED = "5eed" * 8

_numbers = itertools.count(1)


def both(zh: str, en: str) -> dict[str, str]:
    """A title in the two languages of the questionnaires here."""
    return {"zh-hans": zh, "en": en}


def named(key: str, zh: str, en: str) -> dict[str, Any]:
    """An option, or a row of a matrix."""
    return {"key": key, "title": both(zh, en)}


def asked(key: str, kind: str, **others: Any) -> dict[str, Any]:
    """One question; ``others`` replace what it has by default."""
    return {
        "key": key,
        "kind": kind,
        "title": both(f"问题{key}", f"Question {key}"),
        "help": {},
        "required": False,
        "role": "",
        "options": [],
        "rows": [],
        "scale": 5,
        "condition": None,
    } | others


DEFINITION: dict[str, Any] = {
    "sections": [
        {
            "key": "overall",
            "subject": "overall",
            "title": both("总体", "Overall"),
            "questions": [
                asked("satisfied", "rating", required=True, role="satisfaction"),
                asked("again", "rating", required=True, role="loyalty"),
                asked("tell", "recommendation", required=True, role="recommendation", scale=10),
            ],
        },
        {
            "key": "service",
            "subject": "service",
            "title": both("服务", "Service"),
            "questions": [
                asked("staff", "rating", required=True),
                asked("why", "text", condition={"question": "staff", "at_most": 2}),
                asked(
                    "came_for",
                    "choices",
                    options=[named("songs", "唱歌", "Songs"), named("drinks", "喝酒", "Drinks")],
                ),
                asked(
                    "room",
                    "matrix",
                    rows=[named("sound", "音响", "Sound"), named("air", "空气", "Air")],
                ),
            ],
        },
    ]
}
"""All kinds of questions but a single choice, with one that is hidden unless the staff was rated 1 or 2."""


def questionnaire(party: Party, *, purpose: str = "contract", definition: Any = DEFINITION) -> Questionnaire:
    """One with a draft."""
    with writing(SYSTEM):
        made = Questionnaire.objects.create(party=party, name=f"问卷{next(_numbers)}", purpose=purpose, made_at=NOW)
        made.versions.create(number=1, definition=definition, languages=["zh-hans", "en"])
    return made


def frozen(party: Party, *, purpose: str = "contract", definition: Any = DEFINITION) -> QuestionnaireVersion:
    """A version in use."""
    version = questionnaire(party, purpose=purpose, definition=definition).versions.get()
    version.frozen_at = NOW
    version.frozen_hash = hashlib.sha256(json.dumps(definition, sort_keys=True).encode()).hexdigest()
    with writing(SYSTEM):
        version.save(update_fields=["frozen_at", "frozen_hash"])
    return version


def wave(party: Party, *, contract: Contract | None = None, **others: Any) -> Wave:
    """A planned one over the last quarter of 2026, asking members with a frozen version of the party's own."""
    fields: dict[str, Any] = {
        "version": others.pop("version", None) or frozen(party),
        "name": f"调查{next(_numbers)}",
        "first_day": date(2026, 10, 1),
        "last_day": date(2026, 12, 31),
        "opens_at": NOW,
        "closes_at": LATER,
        "frame": "members",
        "made_at": NOW,
    }
    with writing(SYSTEM):
        return Wave.objects.create(party=party, contract=contract, **fields | others)


def drawn_wave(party: Party, *, frame_size: int = 100, sample_size: int = 20, **others: Any) -> Wave:
    """One whose draw stands; its strata and invitations are for :func:`stratum` and :func:`invitation`."""
    drawn = {"seed": SEED, "frame_hash": "f" * 64, "frame_size": frame_size, "sample_size": sample_size}
    return wave(party, **{"state": "open", **drawn, **others})


def stratum(wave: Wave, venue: Venue | None = None, *, frame_size: int = 100, **others: Any) -> Stratum:
    """The next stratum of a wave."""
    with writing(SYSTEM):
        ordinal = wave.strata.count()
        return wave.strata.create(ordinal=ordinal, venue=venue, frame_size=frame_size, **others)


def invitation(stratum: Stratum, member: Member | None = None, **others: Any) -> Invitation:
    """The next invitation of a wave, to somebody of this stratum."""
    with writing(SYSTEM):
        position = stratum.wave.invitations.count()
        return stratum.wave.invitations.create(stratum=stratum, member=member, position=position, **others)
