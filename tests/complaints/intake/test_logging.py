"""Logging: what is stored, what is refused, and that it costs little."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from complaints.domain.clocks.rules import CLOCK
from complaints.domain.intake import logging
from complaints.domain.intake.logging import log_complaint
from complaints.models import Channel, Clock, Complaint, HouseRule, Stage
from contracts.domain.archive.indexing import JOB as INDEX
from deadlines.models import Deadline
from foundation.audit import history_of
from foundation.models import Job, StoredFile
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM
from parties.models import Message
from tests import factories
from tests.complaints.factories import HOUR, NOW, House, house, house_without_contract, logged, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def ktv() -> House:
    return house()


def _refusal(of: House, at: Any = NOW, **changes: Any) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        log_complaint(told(of, **changes), by=of.scope(Role.FLOOR), at=at)
    assert not Complaint.objects.exists()
    return refused.value.code, refused.value.field


def test_it_is_received_under_the_contract_that_runs_and_has_a_named_person(ktv: House) -> None:
    complaint = Complaint.objects.get(pk=logged(ktv).pk)
    assert complaint.state == Stage.RECEIVED
    assert ktv.contract is not None
    assert (complaint.contract_id, complaint.version_id) == (ktv.contract.pk, ktv.contract.latest_version.pk)
    assert complaint.responsible == ktv.people[Role.CUSTOMER_SERVICE]
    assert complaint.logged_by == ktv.people[Role.FLOOR]
    assert complaint.happened_at == complaint.logged_at == complaint.received_at == NOW
    assert complaint.urgent_at == NOW + 24 * HOUR


def test_the_owner_of_the_first_clock_is_told_and_a_mail_is_on_its_way(ktv: House) -> None:
    complaint = logged(ktv)
    message = Message.objects.get()
    assert message.user == ktv.people[Role.MARKETING]
    assert (message.kind, message.params["complaint"], message.params["clock"]) == (
        "complaints.your_turn",
        complaint.pk,
        "verify",
    )
    assert Job.objects.filter(key=f"mail:{message.key}").count() == 1


def test_told_to_a_promoter_it_starts_on_the_promoters_path(ktv: House) -> None:
    complaint = logged(ktv, role=Role.PROMOTER, channel=Channel.PROMOTER)
    clock = Clock.objects.select_related("deadline").get(complaint=complaint)
    assert complaint.state == Stage.RECORDED
    assert (clock.name, clock.deadline.owner) == ("promoter_report", ktv.people[Role.PROMOTER])


def test_the_same_client_id_gives_the_first_complaint_back(ktv: House) -> None:
    first = told(ktv)
    one = log_complaint(first, by=ktv.scope(Role.FLOOR), at=NOW)
    two = log_complaint(first, by=ktv.scope(Role.FLOOR), at=NOW + HOUR)
    assert one.pk == two.pk
    assert (Complaint.objects.count(), Clock.objects.count(), Message.objects.count()) == (1, 1, 1)
    assert two.received_at == NOW


def test_a_client_id_of_somebody_else_is_refused(ktv: House) -> None:
    first = told(ktv)
    log_complaint(first, by=ktv.scope(Role.FLOOR), at=NOW)
    with pytest.raises(Refused) as refused:
        log_complaint(first, by=ktv.scope(Role.MARKETING), at=NOW)
    assert refused.value.code == "complaints.id_taken"


def test_what_cannot_be_is_refused_at_its_field(ktv: House) -> None:
    other = house()
    stranger = factories.person(factories.party(), Role.FLOOR)
    assert _refusal(ktv, room_id=other.room.pk) == ("complaints.room_of_another", "room")
    assert _refusal(ktv, venue_id=other.venue.pk, room_id=None) == ("complaints.venue_unknown", "venue")
    assert _refusal(ktv, venue_id=0) == ("complaints.venue_unknown", "venue")
    assert _refusal(ktv, happened_at=NOW + timedelta(seconds=1)) == ("complaints.in_future", "happened_at")
    assert _refusal(ktv, happened_at=datetime.min.replace(tzinfo=UTC)) == ("foundation.day_out_of_range", "happened_at")
    assert _refusal(ktv, logged_at=NOW + timedelta(seconds=1)) == ("complaints.in_future", "logged_at")
    assert _refusal(ktv, happened_at=NOW, logged_at=NOW - HOUR) == (
        "complaints.logged_before_it_happened",
        "logged_at",
    )
    assert _refusal(ktv, concerns_id=stranger.pk) == ("complaints.person_unknown", "concerns")
    assert _refusal(ktv, what_happened="好\u202e的") == ("foundation.hidden_characters", "what_happened")
    assert _refusal(ktv, what_happened="长" * 2001) == ("foundation.too_long", "what_happened")


def test_only_people_of_the_floor_and_the_departments_log_complaints(ktv: House) -> None:
    for by in (ktv.scope(Role.CONTRACT_OWNER), factories.scope(factories.person(ktv.client, Role.FINANCE))):
        with pytest.raises(Refused) as refused:
            log_complaint(told(ktv), by=by, at=NOW)
        assert refused.value.code == "complaints.venue_unknown"
    with pytest.raises(Refused) as refused:
        log_complaint(told(ktv), by=SYSTEM, at=NOW)
    assert refused.value.code == "parties.not_yours"


def test_the_plain_case_needs_no_words_and_may_have_happened_earlier(ktv: House) -> None:
    complaint = logged(ktv, what_happened="", room_id=None, happened_at=NOW - 3 * HOUR)
    assert (complaint.what_happened, complaint.room_id, complaint.happened_at) == ("", None, NOW - 3 * HOUR)
    assert complaint.received_at == NOW


def test_written_down_without_a_connection_it_has_three_times_and_its_clock_runs_from_receipt(ktv: House) -> None:
    complaint = Complaint.objects.get(pk=logged(ktv, happened_at=NOW - 3 * HOUR, logged_at=NOW - 2 * HOUR).pk)
    assert (complaint.happened_at, complaint.logged_at, complaint.received_at) == (
        NOW - 3 * HOUR,
        NOW - 2 * HOUR,
        NOW,
    )
    deadline = Deadline.objects.get(clock__complaint=complaint)
    assert (deadline.started_at, deadline.due_at) == (NOW, NOW + 24 * HOUR)


def test_without_a_word_on_when_it_happened_that_is_when_it_was_written_down(ktv: House) -> None:
    complaint = logged(ktv, logged_at=NOW - HOUR)
    assert (complaint.happened_at, complaint.logged_at) == (NOW - HOUR, NOW - HOUR)


def test_it_may_concern_somebody_of_either_party(ktv: House) -> None:
    for role in (Role.PROMOTER, Role.FLOOR):
        assert logged(ktv, concerns_id=ktv.people[role].pk).concerns_id == ktv.people[role].pk


def test_files_are_kept_with_their_hash_and_a_bad_one_keeps_everything_out(ktv: House) -> None:
    picture = SimpleUploadedFile("桌子.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64)
    complaint = log_complaint(told(ktv), by=ktv.scope(Role.FLOOR), at=NOW, files=[picture])
    assert [each.file.name for each in complaint.evidence.select_related("file")] == ["桌子.png"]
    with pytest.raises(Refused) as refused:
        log_complaint(
            told(ktv), by=ktv.scope(Role.FLOOR), at=NOW, files=[SimpleUploadedFile("a.png", b"<svg onload=x>")]
        )
    assert (refused.value.code, refused.value.field) == ("foundation.file_wrong_kind", "evidence")
    assert (Complaint.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_without_a_contract_the_house_rules_of_the_venue_set_the_time() -> None:
    ktv = house_without_contract()
    complaint = logged(ktv)
    clock = Clock.objects.select_related("deadline", "house_rule").get(complaint=complaint)
    assert (complaint.contract_id, clock.obligation_id) == (None, None)
    assert clock.deadline.due_at == NOW + 24 * HOUR
    HouseRule.objects.create(venue=ktv.venue, clock="verify", number=2, hours=6)
    assert Deadline.objects.get(clock__complaint=logged(ktv)).due_at == NOW + 6 * HOUR


def test_where_no_role_is_staffed_the_account_manager_answers(ktv: House) -> None:
    ktv.people[Role.MARKETING].memberships.update(active_until="2020-02-02")
    complaint = logged(ktv)
    assert Deadline.objects.get(clock__complaint=complaint).owner == ktv.people[Role.ACCOUNT_MANAGER]


def test_without_contract_and_staff_the_person_who_logs_answers() -> None:
    ktv = house_without_contract()
    for role in (Role.MARKETING, Role.VENUE_MANAGER, Role.CUSTOMER_SERVICE):
        ktv.people[role].memberships.update(active_until="2020-02-02")
    complaint = logged(ktv)
    assert Deadline.objects.get(clock__complaint=complaint).owner == ktv.people[Role.FLOOR]
    assert complaint.responsible == ktv.people[Role.FLOOR]


def test_a_person_named_for_the_venue_goes_before_one_who_covers_all(ktv: House) -> None:
    here = factories.person(ktv.provider, Role.MARKETING, venues=[ktv.venue])
    assert Deadline.objects.get(clock__complaint=logged(ktv)).owner == here


def test_the_deadline_is_found_behind_the_clock_and_the_obligation(ktv: House) -> None:
    complaint = logged(ktv)
    clock = Clock.objects.select_related("obligation").get(complaint=complaint)
    assert [each.pk for each in complaint.all_clocks] == [clock.pk]
    assert clock.obligation is not None
    assert clock.deadline_id == clock.obligation.deadline_id == Deadline.objects.get().pk
    assert clock.obligation.subject == complaint.number == f"TS{complaint.pk:07d}"


def test_two_clocks_may_start_at_once(ktv: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging, "started_by", lambda *_how, **_whose: [CLOCK["verify"], CLOCK["plan"]])
    complaint = Complaint.objects.get(pk=logged(ktv).pk)
    assert [clock.name for clock in complaint.all_clocks] == ["verify", "plan"]
    assert len({clock.deadline_id for clock in complaint.all_clocks}) == 2
    assert (Message.objects.count(), Job.objects.exclude(kind=INDEX).count()) == (2, 2)


def test_the_audit_names_who_logged_it(ktv: House) -> None:
    entry = history_of(logged(ktv)).get()
    assert (entry.verb, entry.actor) == ("I", ktv.people[Role.FLOOR].audit_label)


@pytest.mark.django_db(transaction=True)
def test_logging_takes_five_statements_with_begin_and_commit(ktv: House, django_assert_num_queries: Any) -> None:
    by = ktv.scope(Role.FLOOR)
    log_complaint(told(ktv), by=by, at=NOW)  # the contract's terms are read once per process
    said = told(ktv, client_id=uuid.uuid4())
    # BEGIN, who acts, what it stands on, all that is written, COMMIT
    with django_assert_num_queries(5):
        log_complaint(said, by=by, at=NOW)
