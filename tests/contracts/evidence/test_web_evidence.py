"""The pages of evidence packs: asking, waiting, downloading; nothing for the other side."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache

from contracts.domain.evidence.asking import Wanted, ask_for_pack
from contracts.models import EvidencePack
from foundation import jobs
from foundation.models import Job
from parties.domain.roles import Role
from parties.models import User
from tests import factories
from tests.contracts import drafts
from tests.contracts.calendars import INTERVALS, SIGNED, running
from tests.contracts.evidence.test_evidence_scope import DAYS, missed
from tests.contracts.liability.test_web_breaches import browser
from tests.factories import Agreement

pytestmark = pytest.mark.django_db
ASKED = SIGNED + timedelta(days=60)


@pytest.fixture
def agreement() -> Agreement:
    return running(**INTERVALS)


def page(agreement: Agreement) -> str:
    return f"/contracts/{agreement.contract.pk}/evidence/"


def ask(agreement: Agreement, user: User) -> EvidencePack:
    return ask_for_pack(agreement.contract.pk, DAYS, reason="只给本方看", by=factories.scope(user), at=ASKED)


def test_a_pack_is_asked_for_from_the_breach_and_downloaded_when_made(agreement: Agreement) -> None:
    breach = missed(agreement)
    client = browser(agreement.owner)
    assert f"{page(agreement)}?breach={breach.pk}" in client.get(f"/breaches/{breach.pk}/").content.decode()
    assert page(agreement) in client.get(f"/contracts/{agreement.contract.pk}/").content.decode()
    form = client.get(f"{page(agreement)}?breach={breach.pk}").content.decode()
    assert "checked" in form
    answer = client.post(page(agreement), {"breaches": [breach.pk], "reason": "仲裁"})
    assert (answer.status_code, answer["Location"]) == (302, page(agreement))
    pack = EvidencePack.objects.get()
    waiting = client.get(f"{page(agreement)}{pack.pk}/").content.decode()
    assert 'hx-trigger="every 2s"' in waiting
    assert client.get(f"{page(agreement)}{pack.pk}/file/").status_code == 404
    jobs.run_due()
    pack.refresh_from_db()
    assert pack.file is not None
    ready = client.get(page(agreement)).content.decode()
    assert pack.file.sha256 in ready
    assert "hx-trigger" not in client.get(f"{page(agreement)}{pack.pk}/").content.decode()
    got = client.get(f"{page(agreement)}{pack.pk}/file/")
    assert got["Content-Type"] == "application/zip"
    assert got["Content-Disposition"].startswith("attachment")
    assert b"".join(got.streaming_content) == pack.file.read()  # type: ignore[attr-defined]


def test_how_far_it_is_shows_while_it_is_made(agreement: Agreement) -> None:
    pack = ask(agreement, agreement.owner)
    Job.objects.filter(key=pack.job_key).update(leased_until=ASKED, attempts=1)
    cache.set(f"evidence-pack:{pack.pk}", (3, 12))
    found = browser(agreement.owner).get(f"{page(agreement)}{pack.pk}/").content.decode()
    assert 'value="25"' in found
    cache.clear()


@pytest.mark.parametrize(
    ("changes", "tone"), [({"state": "parked"}, "danger"), ({"last_error": "OSError", "attempts": 1}, "attention")]
)
def test_a_job_that_failed_says_so(agreement: Agreement, changes: dict[str, object], tone: str) -> None:
    pack = ask(agreement, agreement.owner)
    Job.objects.filter(key=pack.job_key).update(**changes)
    assert f'data-tone="{tone}"' in browser(agreement.owner).get(f"{page(agreement)}{pack.pk}/").content.decode()


def test_what_is_refused_stands_in_the_form(agreement: Agreement) -> None:
    answer = browser(agreement.owner).post(page(agreement), {"reason": "仲裁"})
    assert answer.status_code == 422
    assert EvidencePack.objects.count() == 0
    assert browser(agreement.owner).post(page(agreement), {"breaches": ["x"], "reason": "a"}).status_code == 422
    assert browser(agreement.owner).get(f"{page(agreement)}?breach=%F0%9F%98%80").status_code == 200


def test_the_other_side_and_strangers_find_nothing_of_it(agreement: Agreement) -> None:
    pack = ask(agreement, agreement.owner)
    jobs.run_due()
    stranger = factories.person(factories.party(), Role.CONTRACT_OWNER)
    for user in (agreement.account_manager, stranger):
        client = browser(user)
        assert client.get(f"{page(agreement)}{pack.pk}/").status_code == 404
        assert client.get(f"{page(agreement)}{pack.pk}/file/").status_code == 404
        assert "只给本方看" not in client.get(page(agreement)).content.decode()
    assert browser(stranger).get(page(agreement)).status_code == 404
    elsewhere = running(**INTERVALS)
    assert browser(agreement.owner).get(f"{page(elsewhere)}{pack.pk}/file/").status_code == 404


def test_a_colleague_of_the_whole_party_has_it_and_one_of_some_venues_only_their_own(agreement: Agreement) -> None:
    pack = ask(agreement, agreement.owner)
    colleague = factories.person(agreement.client, Role.CONTRACT_OWNER)
    of_a_venue = factories.person(agreement.client, Role.CONTRACT_OWNER, venues=[agreement.venue])
    assert browser(colleague).get(f"{page(agreement)}{pack.pk}/").status_code == 200
    assert browser(of_a_venue).get(f"{page(agreement)}{pack.pk}/").status_code == 404
    Job.objects.filter(key=pack.job_key).update(state=Job.State.PARKED)
    wanted = Wanted(first_day=date(2026, 3, 1), last_day=date(2026, 3, 2))
    theirs = ask_for_pack(agreement.contract.pk, wanted, reason="a", by=factories.scope(of_a_venue), at=ASKED)
    assert browser(of_a_venue).get(f"{page(agreement)}{theirs.pk}/").status_code == 200


def test_nothing_is_offered_before_it_is_signed(agreement: Agreement) -> None:

    desk = drafts.draft()
    client = browser(desk.manager)
    assert "/evidence/" not in client.get(f"/contracts/{desk.contract.pk}/").content.decode()
    answer = client.post(
        f"/contracts/{desk.contract.pk}/evidence/",
        {"first_day": "2026-03-01", "last_day": "2026-03-02", "reason": "a"},
    )
    assert answer.status_code == 422
