"""What may be in an evidence pack: what the asking side may see, and nothing else, of this contract and no other."""

import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from contracts.domain.evidence import parts
from contracts.domain.evidence.asking import FAILED, Wanted, ask_for_pack, state_of
from contracts.domain.evidence.entry_names import entry_name
from contracts.domain.evidence.packing import write_pack
from contracts.domain.evidence.parts import Audited, Original, Part, Subject, words
from contracts.domain.evidence.subjects import subject_of
from contracts.domain.liability.breaches import contest_breach
from contracts.domain.wording.commenting import comment_on
from contracts.models import Breach, EvidencePack
from deadlines.domain.sweep import sweep_all
from foundation import jobs
from foundation.audit import writing
from foundation.files import store
from foundation.models import Job
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.domain.scope import Scope
from parties.models import Membership, Message
from tests import factories
from tests.contracts import packs
from tests.contracts.calendars import DAY, INTERVALS, SIGNED, running
from tests.factories import Agreement

pytestmark = pytest.mark.django_db
ASKED = SIGNED + timedelta(days=60)
DAYS = Wanted(first_day=date(2026, 3, 1), last_day=date(2026, 4, 20))


@pytest.fixture
def agreement() -> Agreement:
    return running(**INTERVALS)


def missed(agreement: Agreement, said: str = "") -> Breach:
    [obligation] = agreement.owe(started_at=SIGNED + 9 * DAY)
    sweep_all(SIGNED + 12 * DAY)
    breach = Breach.objects.get(obligation=obligation)
    if said:
        by = factories.scope(agreement.account_manager)
        contest_breach(breach.pk, by=by, at=SIGNED + 13 * DAY, text=said)
    return breach


def owner(agreement: Agreement) -> Scope:
    return factories.scope(agreement.owner)


def content(pack: EvidencePack) -> dict[str, bytes]:
    assert pack.file is not None
    with ZipFile(io.BytesIO(pack.file.read())) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def whole(pack: EvidencePack) -> str:
    """All text of a pack."""
    return "\n".join(each.decode(errors="replace") for each in content(pack).values())


def refusal(agreement: Agreement, wanted: Wanted, by: Scope, reason: str = "仲裁") -> str:
    with pytest.raises(Refused) as refused:
        ask_for_pack(agreement.contract.pk, wanted, reason=reason, by=by, at=ASKED)
    return refused.value.code


# ------------------------------------------------------------------------------------------------ who may ask for what
def test_either_side_may_and_is_told_when_it_is_finished(agreement: Agreement) -> None:
    breach = missed(agreement)
    for user in (agreement.owner, agreement.account_manager):
        pack = packs.made(agreement.contract.pk, Wanted([breach.pk]), by=factories.scope(user), at=ASKED)
        assert (pack.person, pack.reason, pack.asked_at) == (user, "仲裁", ASKED)
        assert Message.objects.filter(kind="contracts.evidence_pack_ready", user=user).count() == 1


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ACCOUNT_MANAGER, Role.CONTRACT_OWNER}))
def test_other_roles_may_not(agreement: Agreement, role: Role) -> None:
    by = factories.scope(factories.person(agreement.client, role))
    assert refusal(agreement, DAYS, by) == "parties.not_yours"


def test_a_stranger_may_not_nor_one_whose_hat_is_of_another_party(agreement: Agreement) -> None:
    stranger = factories.person(factories.party(), Role.CONTRACT_OWNER)
    assert refusal(agreement, DAYS, factories.scope(stranger)) == "parties.not_yours"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Wanted(), "contracts.pack_of_nothing"),
        (Wanted(first_day=date(2026, 3, 1)), "contracts.pack_of_nothing"),
        (Wanted(last_day=date(2026, 3, 1)), "contracts.pack_of_nothing"),
        (Wanted(first_day=date(2026, 3, 2), last_day=date(2026, 3, 1)), "contracts.pack_period_wrong"),
        (Wanted(first_day=date(2026, 3, 2), last_day=date(2099, 3, 1)), "contracts.pack_period_wrong"),
        (Wanted([999_999]), "contracts.pack_of_nothing"),
        (Wanted([1], date(2026, 3, 1), date(2026, 3, 2)), "contracts.pack_of_both"),
    ],
)
def test_what_it_is_about_must_be_said(agreement: Agreement, wanted: Wanted, code: str) -> None:
    assert refusal(agreement, wanted, owner(agreement)) == code


def test_it_must_be_said_what_for(agreement: Agreement) -> None:
    assert refusal(agreement, DAYS, owner(agreement), reason="  ") == "contracts.pack_reason_missing"


def test_a_breach_of_another_contract_is_no_breach_of_this_one(agreement: Agreement) -> None:
    other = missed(running(**INTERVALS))
    assert refusal(agreement, Wanted([other.pk]), owner(agreement)) == "contracts.pack_of_nothing"


def test_one_at_a_time(agreement: Agreement) -> None:
    pack = ask_for_pack(agreement.contract.pk, DAYS, reason="a", by=owner(agreement), at=ASKED)
    assert refusal(agreement, DAYS, owner(agreement)) == "contracts.pack_being_made"
    provider = factories.scope(agreement.account_manager)
    ask_for_pack(agreement.contract.pk, DAYS, reason="b", by=provider, at=ASKED)
    Job.objects.filter(key=pack.job_key).update(state=Job.State.PARKED)
    assert state_of(pack) == FAILED
    ask_for_pack(agreement.contract.pk, DAYS, reason="c", by=owner(agreement), at=ASKED)


def test_who_has_left_the_role_meanwhile_gets_nothing(agreement: Agreement) -> None:
    pack = ask_for_pack(agreement.contract.pk, DAYS, reason="a", by=owner(agreement), at=ASKED)
    Membership.objects.filter(user=agreement.owner).delete()
    jobs.run_due()
    pack.refresh_from_db()
    assert not pack.is_made


# ------------------------------------------------------------------------------------------------ what is in it
def test_private_notes_comments_and_reasons_of_either_side_are_not(agreement: Agreement) -> None:
    breach = missed(agreement, "公开的异议")
    secrets = []
    for user, is_internal in ((agreement.owner, True), (agreement.account_manager, True), (agreement.owner, False)):
        secrets.append(f"内部备注{user.pk}{is_internal}")
        comment_on(
            agreement.contract.pk, "", secrets[-1], is_internal=is_internal, by=factories.scope(user), at=SIGNED + DAY
        )
    theirs = packs.made(agreement.contract.pk, DAYS, by=factories.scope(agreement.account_manager), at=ASKED - DAY)
    found = whole(packs.made(agreement.contract.pk, Wanted([breach.pk]), by=owner(agreement), at=ASKED))
    assert "公开的异议" in found
    assert not [each for each in (*secrets, theirs.reason) if each in found]


def test_nothing_of_other_contracts_or_other_breaches_is(agreement: Agreement) -> None:
    breach, other = missed(agreement, "本案"), missed(agreement, "另案")
    foreign = running(**INTERVALS)
    missed(foreign, "他约")
    found = whole(packs.made(agreement.contract.pk, Wanted([breach.pk]), by=owner(agreement), at=ASKED))
    assert "本案" in found
    assert not [each for each in ("另案", "他约", foreign.contract.number, foreign.client.name) if each in found]
    assert f'"breach {other.pk}"' not in found


def test_source_addresses_and_salts_of_the_audit_are_not(agreement: Agreement) -> None:
    from_where = Scope.of(agreement.account_manager, source="192.0.2.55")
    breach = missed(agreement)
    contest_breach(breach.pk, by=from_where, at=SIGNED + 13 * DAY, text="异议")
    found = whole(packs.made(agreement.contract.pk, Wanted([breach.pk]), by=owner(agreement), at=ASKED))
    assert "异议" in found
    assert "192.0.2.55" not in found


def test_what_the_provider_did_while_drafting_is_not(agreement: Agreement) -> None:
    files = content(packs.made(agreement.contract.pk, DAYS, by=owner(agreement), at=ASKED))
    rows = [json.loads(json.loads(line)["text"]) for line in files["audit/rows.jsonl"].splitlines()]
    about = {"contracts_contract", "contracts_contractversion"}
    life = {"state", "effective_at", "frozen_at", "ends_at", "expiring_at", "amendment"}
    for row in rows:
        if row["table_name"] in about:
            assert row["verb"] == "U"
            assert set(row["after"]) <= life
    assert {"contracts_obligation", "deadlines_deadline"} <= {row["table_name"] for row in rows}


def test_a_person_of_both_parties_speaks_for_one(agreement: Agreement) -> None:
    seen: list[Subject] = []

    def source(subject: Subject) -> Iterator[Part]:
        seen.append(subject)
        yield from ()

    Membership.objects.create(
        user=agreement.owner, party=agreement.provider, role=Role.ACCOUNT_MANAGER, active_from=date(2020, 1, 1)
    )
    parts.register(source)
    try:
        packs.made(agreement.contract.pk, DAYS, by=owner(agreement), at=ASKED)
    finally:
        parts._sources.remove(source)
    assert [each.scope.party_ids for each in seen] == [{agreement.client.pk}]


def test_a_period_takes_what_was_due_in_it_and_nothing_before_or_after(agreement: Agreement) -> None:
    breach = missed(agreement)
    inside = Wanted(first_day=date(2026, 3, 11), last_day=date(2026, 3, 11))
    day = breach.occurred_at.date()
    assert day == date(2026, 3, 11)
    for wanted, expected in (
        (inside, {breach.pk}),
        (Wanted(first_day=date(2026, 3, 1), last_day=date(2026, 3, 10)), set()),
        (Wanted(first_day=date(2026, 3, 12), last_day=date(2026, 3, 20)), set()),
    ):
        pack = packs.made(agreement.contract.pk, wanted, by=owner(agreement), at=ASKED)
        subject = subject_of(pack)
        assert subject.breaches == expected
        assert (breach.obligation_id in subject.obligations) is bool(expected)
        assert len(subject.versions) == 1


# ------------------------------------------------------------------------------------------------ the file
def test_the_same_state_and_moment_give_the_same_bytes(agreement: Agreement) -> None:
    pack = packs.made(agreement.contract.pk, DAYS, by=owner(agreement), at=ASKED)

    def written() -> bytes:
        out = io.BytesIO()
        write_pack(pack, subject_of(pack), out, progress=lambda _done, _total: None, sign=lambda _content: b"signed")
        return out.getvalue()

    assert written() == written()


def with_file(agreement: Agreement, name: str, kept: bytes) -> tuple[EvidencePack, dict[str, bytes]]:
    """A pack with one file of this name that a floor above contributes."""
    with writing("lin"):
        stored = store(b"%PDF-1.7\n1", "x.pdf", kinds={"application/pdf"}, max_bytes=100)
    stored.name = name
    if kept != b"%PDF-1.7\n1":
        stored.open = lambda: io.BytesIO(kept)  # type: ignore[method-assign]

    def source(_subject: Subject) -> Iterator[Part]:
        yield Original(stored, words("X"))
        yield Audited("foundation_storedfile", frozenset({stored.pk}))

    parts.register(source)
    try:
        pack = packs.made(agreement.contract.pk, DAYS, by=owner(agreement), at=ASKED)
    finally:
        parts._sources.remove(source)
    return pack, content(pack)


def test_a_file_that_was_altered_in_the_storage_is_told_as_such(agreement: Agreement, tmp_path: Path) -> None:
    pack, files = with_file(agreement, "a.pdf", b"other")
    assert files["originals/0001-a.pdf"] == b"other"
    found = packs.wrong(packs.unpacked(pack, tmp_path))
    [told] = [each for each in found if "originals/0001-a.pdf" in each]
    assert told.endswith("differs from the fingerprint recorded when it was filed; altered before this pack was made")


def test_a_file_that_the_storage_lost_is_told_as_lost(agreement: Agreement) -> None:
    with writing("lin"):
        stored = store(b"%PDF-1.7\n1", "lost.pdf", kinds={"application/pdf"}, max_bytes=100)
    stored.storage_key = "no/where"

    def source(_subject: Subject) -> Iterator[Part]:
        yield Original(stored, words("X"))

    parts.register(source)
    try:
        files = content(packs.made(agreement.contract.pk, DAYS, by=owner(agreement), at=ASKED))
    finally:
        parts._sources.remove(source)
    [lost] = json.loads(files["manifest.json"])["lost"]
    assert lost == {"name": "lost.pdf", "stored_file": stored.pk, "recorded_sha256": stored.sha256}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "0007-etc_passwd"),
        ("..\\..\\boot.ini", "0007-boot.ini"),
        ("/etc/passwd", "0007-etc_passwd"),
        ("C:\\secret.pdf", "0007-C_secret.pdf"),
        ("合同 扫描件（一）.pdf", "0007-合同 扫描件（一）.pdf"),
        ("e\u0301.pdf", "0007-\u00e9.pdf"),
        ("a\u202efdp.exe", "0007-afdp.exe"),
        ("a\n\x00b.pdf", "0007-ab.pdf"),
        ("...", "0007-file"),
        ("", "0007-file"),
        (".pdf", "0007-pdf"),
        ("con", "0007-con"),
        ("长" * 300 + ".pdf", "0007-" + "长" * 77 + ".pdf"),
    ],
)
def test_names_are_readable_and_never_leave_the_folder(name: str, expected: str) -> None:
    found = entry_name(7, name)
    assert found == expected
    assert len(found.encode()) < 256


# ------------------------------------------------------------------------------------------------ kept for good
@pytest.mark.parametrize("change", ["reason = 'x'", "party_id = party_id + 1", "file_id = NULL", "made_at = now()"])
def test_the_database_keeps_a_pack_as_it_is(agreement: Agreement, change: str) -> None:
    pack = packs.made(agreement.contract.pk, DAYS, by=owner(agreement), at=ASKED)
    refused = pytest.raises(DatabaseError, match="kept as it is")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE contracts_evidencepack SET {change} WHERE id = %s", [pack.pk])


def test_the_database_removes_no_pack_and_no_breach_from_one(agreement: Agreement) -> None:
    breach = missed(agreement)
    packs.made(agreement.contract.pk, Wanted([breach.pk]), by=owner(agreement), at=ASKED)
    for table in ("contracts_evidencepack_breaches", "contracts_evidencepack"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"reason": ""}, "pack_says_what_for"),
        ({"first_day": date(2026, 3, 2), "last_day": date(2026, 3, 1)}, "pack_days_in_order"),
        ({"first_day": date(2026, 3, 2)}, "pack_days_in_order"),
        ({"last_day": date(2026, 3, 2)}, "pack_days_in_order"),
        ({"made_at": ASKED}, "pack_made_with_file"),
    ],
)
def test_the_database_refuses_half_a_pack(agreement: Agreement, changes: dict[str, object], constraint: str) -> None:
    given = {"reason": "x", "person": agreement.owner, "by": "x", "asked_at": ASKED, **changes}
    with pytest.raises(IntegrityError, match=constraint):
        EvidencePack.objects.create(contract=agreement.contract, party=agreement.client, **given)
