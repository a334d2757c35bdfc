"""The pages of waves: what both sides see, what the running side alone can do, and whom nobody names."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from encore.web.needs.of_surveys import waves_to_settle
from parties.domain.roles import Role
from surveys.domain.waves.draws import draw_wave
from surveys.domain.waves.lifecycle import INVITATION
from surveys.domain.waves.running import keep_waves
from surveys.models import Invitation, Questionnaire, Wave
from tests import factories
from tests.contracts.liability.test_web_breaches import browser
from tests.surveys.factories import frozen
from tests.surveys.waves.situations import OPENS, planned, settled, surveyed

pytestmark = pytest.mark.django_db
SETTINGS = {
    "name": "秋季调查",
    "language": "zh-hans",
    "frame": "members",
    "method": "simple",
    "margin_percent": "",
    "wanted_size": "6",
    "response_percent": "50",
}


def to_come(wave: Wave) -> Wave:
    """The same wave in days that have not passed by the clock."""
    ahead = timedelta(days=3650)
    return settled(
        wave, last_day=wave.last_day + ahead, opens_at=wave.opens_at + ahead, closes_at=wave.closes_at + ahead
    )


def test_the_list_and_the_page_say_the_same_to_both_sides_and_nothing_to_strangers() -> None:
    agreement, members = surveyed()
    wave = to_come(planned(agreement))
    here = f"/surveys/waves/{wave.pk}/"
    for person in (agreement.owner, agreement.account_manager):
        page = browser(person).get("/surveys/waves/").content.decode()
        assert f'href="{here}"' in page
        whole = browser(person).get(here).content.decode()
        assert re.search(r"<strong[^>]*>8</strong>", whole)
        assert ("wave-settings" in whole or "/settings/" in whole) == (person == agreement.owner)
        assert members[0].number not in whole
    contract = f"/surveys/waves/?contract={agreement.contract.pk}"
    assert 'aria-current="page"' in browser(agreement.owner).get(contract).content.decode()
    stranger = browser(factories.person(factories.party(), Role.CONTRACT_OWNER))
    assert stranger.get(here).status_code == 404
    assert stranger.get(contract).status_code == 404
    assert here not in stranger.get("/surveys/waves/").content.decode()
    floor = browser(factories.person(agreement.client, Role.FLOOR))
    assert floor.get(here).status_code == 403


def test_settings_reckon_along_and_stand_after_the_draw() -> None:
    agreement, _members = surveyed()
    wave = to_come(planned(agreement))
    version = frozen(agreement.client)
    owner, here = browser(agreement.owner), f"/surveys/waves/{wave.pk}/settings/"
    days = {"first": "2036-05-12", "last": "2036-05-20", "version": version.pk}
    reckoned = owner.post(here, {"count": "1", "frame": "members", "method": "proportional", "margin_percent": "20"})
    assert reckoned.status_code == 200
    assert re.search(r"<strong[^>]*>9</strong>", reckoned.content.decode())
    assert "13" in owner.post(here, {"count": "1", **SETTINGS, "wanted_size": "13"}).content.decode()
    assert owner.post(here, {**SETTINGS, **days, "wanted_size": ""}).status_code == 422
    assert owner.post(here, {**SETTINGS, "wanted_size": "<b>", "first": "x" * 10_000}).status_code == 422
    assert owner.post(here, {**SETTINGS, **days}).status_code == 302
    wave.refresh_from_db()
    assert (wave.name, wave.method, wave.wanted_size, wave.version) == ("秋季调查", "simple", 6, version)
    provider = browser(agreement.account_manager)
    assert [provider.get(here).status_code, provider.post(here, {**SETTINGS, **days}).status_code] == [404, 404]
    assert owner.post(f"/surveys/waves/{wave.pk}/draw/").status_code == 302
    assert owner.post(here, {**SETTINGS, **days}).status_code == 422
    window = f"/surveys/waves/{wave.pk}/window/"
    assert owner.get(window).status_code == 200
    assert owner.post(window, {"first": "2026-01-01", "last": "2026-01-02"}).status_code == 422
    assert owner.post(window, {"first": "2036-05-14", "last": "2036-05-20"}).status_code == 302
    page = owner.get(f"/surveys/waves/{wave.pk}/").content.decode()
    wave.refresh_from_db()
    assert wave.seed in page
    assert wave.frame_hash in page
    table = b"".join(owner.get(f"/surveys/waves/{wave.pk}/draw.csv")).decode()
    assert len(table.splitlines()) == 13
    assert provider.get(f"/surveys/waves/{wave.pk}/draw.csv").status_code == 404


def test_invitations_are_masked_read_on_and_replaced_by_the_running_side_alone() -> None:
    agreement, members = surveyed()
    wave = planned(agreement)
    keep_waves(at=OPENS)
    to_come(wave)
    first = wave.invitations.order_by("position")[0]
    INVITATION.move(Invitation, first.pk, "refuse")
    owner, here = browser(agreement.owner), f"/surveys/waves/{wave.pk}/invitations/"
    page = owner.get(here).content.decode()
    assert first.member is not None
    assert first.member.number in page
    assert "客*" in page
    assert not any(f"客{number}" in page for number in range(len(members)))
    assert owner.get(f"{here}?state=refused&after=0").content.decode().count("客*") == 1
    assert "客*" not in owner.get(f"{here}?after=12").content.decode()
    assert owner.get(f"{here}?after=x&state=y").status_code == 200
    step = f"/surveys/invitations/{first.pk}/replace/"
    provider = browser(agreement.account_manager)
    assert [provider.get(here).status_code, provider.post(step).status_code] == [404, 404]
    assert owner.post(step).status_code == 302
    assert wave.invitations.filter(replaces=first).count() == 1


def test_calling_off_wants_a_reason_and_can_be_planned_anew() -> None:
    agreement, _members = surveyed()
    wave = to_come(planned(agreement))
    draw_wave(wave.pk, by=factories.scope(agreement.owner), at=OPENS)
    owner, provider = browser(agreement.owner), browser(agreement.account_manager)
    assert provider.post(f"/surveys/waves/{wave.pk}/cancel/", {"reason": "不行"}).status_code == 404
    assert owner.post(f"/surveys/waves/{wave.pk}/cancel/", {"reason": ""}).status_code == 422
    assert owner.post(f"/surveys/waves/{wave.pk}/cancel/", {"reason": "场馆装修"}).status_code == 302
    assert "场馆装修" in provider.get(f"/surveys/waves/{wave.pk}/").content.decode()
    assert owner.post(f"/surveys/waves/{wave.pk}/again/").status_code == 302
    assert Wave.objects.count() == 1, "its period of 2026 is over"
    assert Questionnaire.objects.filter(party=agreement.client).count() == 1


def test_a_party_plans_a_wave_of_its_own_that_opens_for_whoever_answers() -> None:
    party = factories.party()
    manager = factories.person(party, Role.MARKETING)
    other = factories.party()
    here, asked = "/surveys/waves/new/", browser(manager)
    assert asked.get(here).status_code == 200
    said = {"party": party.pk, "name": "新酒品尝会", "frame": "open", "first": "2036-05-12", "last": "2036-05-20"}
    wrong: list[dict[str, object]] = [
        {"party": other.pk},
        {"name": " "},
        {"last": "2036-05-11"},
        {"last": "2038-05-11"},
        {"first": "2020-01-01", "last": "2020-01-02"},
        {"frame": "all"},
    ]
    for changes in wrong:
        assert asked.post(here, said | changes).status_code == 422, changes
    assert asked.post(here, said).status_code == 302
    wave = Wave.objects.get()
    assert (wave.contract, wave.party, wave.frame, wave.state) == (None, party, "open", "planned")
    assert asked.get(f"/surveys/waves/{wave.pk}/").status_code == 200
    assert asked.get(f"/surveys/waves/{wave.pk}/settings/").status_code == 200
    assert browser(factories.person(other, Role.MARKETING)).get(f"/surveys/waves/{wave.pk}/").status_code == 404
    waves = asked.get("/api/v1/surveys/waves/").json()
    assert [(each["name"], each["frame_hash"]) for each in waves] == [("新酒品尝会", "")]
    assert asked.get(f"/api/v1/surveys/waves/{wave.pk}/").json()["counts"]["asked"] == 0
    assert asked.get("/api/v1/surveys/waves/?state=lost").status_code == 400


def test_home_names_what_keeps_a_wave_from_opening_and_the_page_a_sample_too_small_for_the_verdict() -> None:
    agreement, _members = surveyed()
    now = timezone.now()
    soon, later = now + timedelta(days=3), now + timedelta(days=9)
    days = {"last_day": later.date() + timedelta(days=1), "opens_at": soon, "closes_at": later}
    wave = settled(planned(agreement), **days, version=None)
    owner, provider = (factories.scope(each) for each in (agreement.owner, agreement.account_manager))
    (need,) = waves_to_settle(owner)
    assert (need.path, need.due_at) == (f"/surveys/waves/{wave.pk}/settings/", soon)
    assert list(waves_to_settle(provider)) == []
    settled(wave, version=frozen(agreement.client), wanted_size=13)
    assert "13" in next(iter(waves_to_settle(owner))).why
    settled(wave, wanted_size=5)
    assert list(waves_to_settle(owner)) == []
    page = browser(agreement.owner).get(f"/surveys/waves/{wave.pk}/")
    assert (page.context["too_few"], page.context["may_draw"]) == (8, True)
