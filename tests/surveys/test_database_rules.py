"""What the tables of surveys keep by themselves, each rule attacked past the program."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Model

from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, writing
from surveys.models import Answer, AnswerGroup, Invitation, InvitationAttempt, Measure, Wave, WaveFrame, WaveResult
from tests import factories
from tests.members.factories import enrolled
from tests.surveys.factories import NOW, SEED, drawn_wave, frozen, invitation, questionnaire, stratum, wave

pytestmark = pytest.mark.django_db


def refused(name: str, model: type[Model], pk: object, /, **changes: Any) -> None:
    """The database takes none of this; an empty set of changes means deleting."""
    rows = model._default_manager.filter(pk=pk)
    with pytest.raises(DatabaseError, match=name), writing(SYSTEM), transaction.atomic():
        _ = rows.update(**changes) if changes else rows._raw_delete("default")


def not_made(name: str, model: type[Model], /, **fields: Any) -> None:
    with pytest.raises(DatabaseError, match=name), writing(SYSTEM), transaction.atomic():
        model._default_manager.create(**fields)


def test_a_version_that_is_in_use_never_changes_and_there_is_one_draft() -> None:
    party = factories.party()
    version = frozen(party)
    model = type(version)
    thawed = {"frozen_at": None, "frozen_hash": ""}
    for changes in ({"definition": {"sections": [1]}}, thawed, {"languages": ["en"]}, {}):
        refused("is frozen", model, version.pk, **changes)
    draft = {"questionnaire": version.questionnaire, "definition": {"sections": []}, "languages": ["en"]}
    with writing(SYSTEM):
        kept = model.objects.create(number=2, **draft)
    not_made("questionnaire_one_draft", model, number=3, **draft)
    not_made("questionnaire_version_once", model, number=1, frozen_at=NOW, frozen_hash="a" * 64, **draft)
    refused("keeps its number", model, kept.pk, number=7)
    refused("questionnaire_frozen_with_hash", model, kept.pk, frozen_at=NOW)
    refused("questionnaire_languages", model, kept.pk, languages=["fr"])
    refused("questionnaire_languages", model, kept.pk, languages=[])
    refused("questionnaire_has_sections", model, kept.pk, definition=[])
    asked = type(version.questionnaire)
    refused("questionnaire_has_name", asked, version.questionnaire_id, name="")
    refused("questionnaire_purposes", asked, version.questionnaire_id, purpose="sport")
    taken = {"name": version.questionnaire.name, "purpose": "staff", "made_at": NOW}
    not_made("questionnaire_name_once", asked, party=party, **taken)


def test_a_wave_fits_its_contract_its_questionnaire_and_its_draw() -> None:
    ours = factories.effective_contract(at=NOW)
    planned = wave(ours.client, contract=ours.contract)
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("no side of contract", {"party": factories.party()}),
        ("cannot be asked with", {"version": frozen(ours.provider)}),
        ("wave_days_in_order", {"last_day": date(2026, 9, 30)}),
        ("wave_on_known_days", {"last_day": date(2222, 1, 1)}),
        ("wave_window_in_order", {"closes_at": planned.opens_at}),
        ("wave_opens_in_period", {"first_day": date(2026, 11, 21)}),
        ("wave_margins", {"margin_percent": 50}),
        ("wave_frames", {"frame": "all"}),
        ("wave_methods", {"method": "luck"}),
        ("wave_states", {"frame": "open", "state": "paused"}),
        ("wave_has_name", {"name": ""}),
        ("wave_drawn_from_a_frame", {"state": "drawn"}),
        ("wave_drawn_from_a_frame", {"frame": "open", "seed": SEED}),
        ("wave_open_draws_nobody", {"frame": "open", "state": "drawn"}),
        ("wave_asks_something", {"frame": "open", "state": "open", "version": None}),
    ]
    for name, changes in wrong:
        refused(name, Wave, planned.pk, **changes)
    draft = questionnaire(ours.client).versions.get()
    refused("cannot be asked with", Wave, planned.pk, version=draft, frame="open", state="open")
    again = {each: getattr(planned, each) for each in ("party", "name", "last_day", "opens_at", "closes_at", "made_at")}
    same = again | {"contract": ours.contract, "first_day": planned.first_day, "frame": "members"}
    not_made("wave_once_per_period", Wave, **same)
    with writing(SYSTEM):
        Wave.objects.filter(pk=planned.pk).update(state="cancelled")
        Wave.objects.create(**same)
    refused("stays as it is", Wave, planned.pk, name="?")


def test_a_draw_stays_and_an_invitation_is_answered_once() -> None:
    venue = factories.venue(factories.party())
    member = enrolled(venue)
    open_wave, other = drawn_wave(venue.party), drawn_wave(venue.party)
    part = stratum(open_wave, venue, tier="金卡")
    asked = invitation(part, member)
    refused("stays as it is", Wave, open_wave.pk, seed="0" * 32)
    refused("stays as it is", Wave, open_wave.pk, version=frozen(venue.party))
    refused("stratum_within_its_frame", type(part), part.pk, allocated=101)
    not_made("stratum_once", type(part), wave=open_wave, ordinal=9, venue=venue, tier="金卡", frame_size=1)
    not_made("stratum_ordinal_once", type(part), wave=open_wave, ordinal=0, frame_size=1)
    invite = {"stratum": part, "position": 7}
    not_made("of another wave", Invitation, wave=other, **invite)
    not_made("invitation_once_per_member", Invitation, wave=open_wave, member=member, **invite)
    not_made("invitation_position_once", Invitation, wave=open_wave, stratum=part, position=0)
    refused("invitation_answered_on_a_day", Invitation, asked.pk, state="answered")
    refused("invitation_token_is_hashed", Invitation, asked.pk, token_hash="open")
    refused("invitation_states", Invitation, asked.pk, state="lost")
    refused("stays as it is", Invitation, asked.pk, position=3)
    with writing(SYSTEM):
        Invitation.objects.filter(pk=asked.pk).update(state="answered", answered_date=NOW.date())
    refused("stays as it is", Invitation, asked.pk, state="sent", answered_date=None)
    not_made("wave_frame_in_pairs", WaveFrame, wave=open_wave, member_ids=[1, 2], ordinals=[0])
    with writing(SYSTEM):
        frame = WaveFrame.objects.create(wave=open_wave, member_ids=[1, 2], ordinals=[0, 0])
    refused("permission denied|never changed", WaveFrame, frame.pk, member_ids=[2, 1])


def test_answers_groups_and_results_stay_and_no_group_is_too_small() -> None:
    party = factories.party()
    done = drawn_wave(party, state="closed")
    person = factories.person(party, Role.MARKETING)
    group = {"wave": done, "number": 1, "ordinals": [0], "frame_size": 9}
    not_made("answer_group_not_too_small", AnswerGroup, **group, answers=4)
    not_made("answer_group_within_its_frame", AnswerGroup, **group, answers=10)
    with writing(SYSTEM):
        kept = AnswerGroup.objects.create(**group, answers=5)
        said = Answer.objects.create(wave=done, group=kept, is_drawn=True, values={"a": 5}, weight=1)
        result = WaveResult.objects.create(wave=done, formula_version=1, figures={}, sha256="a" * 64, counted_at=NOW)
        attempt = InvitationAttempt.objects.create(
            invitation=invitation(stratum(done)), at=NOW, way="phone", outcome="later", by=person
        )
        measure = Measure.objects.create(
            wave=done, subject="price", text="?", owner=person, due_date=NOW.date(), made_by=person, made_at=NOW
        )
    not_made("answer_drawn_has_group", Answer, wave=done, is_drawn=True, values={}, weight=1)
    not_made("answer_weighs_something", Answer, wave=done, is_drawn=False, values={}, weight=0)
    for row in (kept, said, result, attempt):
        refused("permission denied|never changed", type(row), row.pk)
    refused("measure_ended_when", Measure, measure.pk, state="done")
    refused("measure_judged_by_a_later_wave", Measure, measure.pk, verdict="effective", judged_by=done)
    refused("measure_says_what", Measure, measure.pk, text="")
