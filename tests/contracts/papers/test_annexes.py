"""The register of annexes: against the list of the wording, by the side that owes, with the other side's answer."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from contracts.domain.duties.fulfilling import Proof, keep_obligation
from contracts.domain.duties.obligation_lists import state_of
from contracts.domain.forms import all_forms
from contracts.domain.kinds.schedules import TABLE
from contracts.domain.papers.annex_register import chosen, register_of
from contracts.domain.papers.annexes import Delivery, answer_annex, deliver_annex, take_on_annex
from contracts.domain.texts.annex_names import annexes_named
from contracts.models import AnnexAnswer, AnnexBearer, AnnexVersion, Obligation
from deadlines.domain.sweep import sweep_all
from foundation.refusals import Refused
from parties.domain.roles import Role
from parties.models import Message
from tests import factories
from tests.contracts import drafts
from tests.contracts.calendars import amend, at, occurrence, running
from tests.contracts.delivered import archived, client, deliver, line_of, provider, upload
from tests.factories import Agreement

pytestmark = pytest.mark.django_db
TODAY = at("2026-03-20")
LATER = at("2026-03-25")
STATEMENT = "financial_statements"


@pytest.fixture
def agreement() -> Agreement:
    return running()


def refusal(act: object, *args: object, **given: object) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **given)  # type: ignore[operator]
    return refused.value.code


def states(agreement: Agreement) -> dict[str, str]:
    return {line.annex.code: line.state for line in register_of(agreement.contract, at=LATER)}


def test_every_annex_of_the_list_is_missing_until_it_is_delivered(agreement: Agreement) -> None:
    listed = list(agreement.contract.latest_version.annexes.values_list("code", flat=True))
    assert states(agreement) == dict.fromkeys(listed, "missing")
    deliver(agreement, "training_plan", provider(agreement), at=TODAY)
    assert states(agreement) == dict.fromkeys(listed, "missing") | {"training_plan": "waiting"}


def test_the_clause_that_names_an_annex_says_who_delivers_it(agreement: Agreement) -> None:
    sides = {line.annex.code: line.bearer for line in register_of(agreement.contract, at=TODAY)}
    assert sides["training_plan"] == "B"
    assert sides[STATEMENT] is None
    other = running(duty_bearer="party_a")
    assert {line.annex.code: line.bearer for line in register_of(other.contract, at=TODAY)}["training_plan"] == "A"


def test_only_the_side_that_has_to_delivers(agreement: Agreement) -> None:
    assert refusal(deliver, agreement, "training_plan", client(agreement), at=TODAY) == "contracts.not_bearer"
    stranger = factories.scope(factories.person(factories.party(), Role.CONTRACT_OWNER))
    assert refusal(deliver, agreement, STATEMENT, stranger, at=TODAY) == "contracts.not_bearer"
    floor = factories.scope(factories.person(agreement.provider, Role.FLOOR))
    assert refusal(deliver, agreement, "training_plan", floor, at=TODAY) == "contracts.not_bearer"


def test_a_side_takes_an_annex_on_for_itself_alone(agreement: Agreement) -> None:
    code = "supplementary_agreement"
    assert line_of(agreement, code, at=TODAY).bearer is None
    take_on_annex(agreement.contract.pk, code, by=client(agreement), at=TODAY)
    line = line_of(agreement, code, at=TODAY)
    assert line.taker is not None
    assert line.taker.party == agreement.client
    again = refusal(take_on_annex, agreement.contract.pk, code, by=client(agreement), at=TODAY)
    assert again == "contracts.annex_has_bearer"
    timed = refusal(take_on_annex, agreement.contract.pk, STATEMENT, by=client(agreement), at=TODAY)
    assert timed == "contracts.annex_has_bearer"
    take_on_annex(agreement.contract.pk, code, by=provider(agreement), at=LATER)
    assert [row.party for row in AnnexBearer.objects.order_by("pk")] == [agreement.client, agreement.provider]


def test_the_other_side_accepts_or_returns_each_version_once(agreement: Agreement) -> None:
    first = deliver(agreement, "training_plan", provider(agreement), at=TODAY)
    by_us, by_them = provider(agreement), client(agreement)
    assert refusal(answer_annex, first.pk, is_accepted=True, by=by_us, at=LATER) == "contracts.not_other_side"
    assert refusal(answer_annex, first.pk, is_accepted=False, by=by_them, at=LATER) == "contracts.reason_missing"
    answer_annex(first.pk, is_accepted=False, reason="缺少讲师资质", by=by_them, at=LATER)
    assert states(agreement)["training_plan"] == "returned"
    assert refusal(answer_annex, first.pk, is_accepted=True, by=by_them, at=LATER) == "contracts.annex_answered"
    second = deliver(agreement, "training_plan", provider(agreement), at=LATER, name="培训计划2.pdf")
    assert (second.number, states(agreement)["training_plan"]) == (2, "waiting")
    answer_annex(second.pk, is_accepted=True, by=by_them, at=LATER)
    assert states(agreement)["training_plan"] == "accepted"
    assert [version.number for version in line_of(agreement, "training_plan", at=LATER).versions] == [1, 2]


def test_a_version_that_a_newer_one_replaced_is_not_answered_any_more(agreement: Agreement) -> None:
    first = deliver(agreement, "training_plan", provider(agreement), at=TODAY)
    deliver(agreement, "training_plan", provider(agreement), at=LATER)
    code = refusal(answer_annex, first.pk, is_accepted=True, by=client(agreement), at=LATER)
    assert code == "contracts.annex_superseded"


def test_the_other_side_is_told_of_each_step(agreement: Agreement) -> None:
    version = deliver(agreement, "training_plan", provider(agreement), at=TODAY)
    answer_annex(version.pk, is_accepted=True, by=client(agreement), at=LATER)
    told = Message.objects.filter(kind__startswith="contracts.annex").order_by("pk").values_list("kind", "user")
    assert list(told) == [
        ("contracts.annex_delivered", agreement.owner.pk),
        ("contracts.annex_accepted", agreement.account_manager.pk),
    ]


def test_what_a_file_is_by_its_content_decides(agreement: Agreement) -> None:
    def given(content: bytes) -> str:
        parcel = Delivery(upload("计划.pdf", content))
        return refusal(deliver_annex, agreement.contract.pk, "training_plan", parcel, by=provider(agreement), at=TODAY)

    assert given(b"MZ\x90\x00" + bytes(200)) == "foundation.file_wrong_kind"
    assert given(b"") == "foundation.file_empty"
    assert not AnnexVersion.objects.exists()


def test_nothing_is_delivered_to_a_draft_or_into_the_archive(agreement: Agreement) -> None:
    archived(agreement)
    assert refusal(deliver, agreement, "training_plan", provider(agreement), at=TODAY) == "contracts.papers_closed"
    desk = drafts.draft(at=TODAY)
    code = refusal(deliver_annex, desk.contract.pk, "training_plan", Delivery(upload()), by=desk.drafter, at=TODAY)
    assert code == "contracts.papers_closed"


def test_an_annex_that_is_not_on_the_list_is_nowhere(agreement: Agreement) -> None:
    with pytest.raises(LookupError):
        deliver(agreement, "fee_schedule", provider(agreement), at=TODAY)


# ------------------------------------------------------------------------------------------- annexes with a time term
def state(obligation: Obligation) -> str:
    return state_of(Obligation.objects.select_related("deadline", "occurrence").get(pk=obligation.pk))


def test_an_annex_with_a_time_shows_the_clock_of_its_obligation_and_others_none(agreement: Agreement) -> None:
    owed = {line.annex.code: [each.pk for each in line.owed] for line in register_of(agreement.contract, at=TODAY)}
    both = {occurrence(agreement, "statement", of=side).obligation_id for side in "AB"}
    assert set(owed.pop(STATEMENT)) == both
    assert not any(owed.values())


def test_delivering_it_keeps_the_obligation(agreement: Agreement) -> None:
    duty = occurrence(agreement, "statement").obligation
    version = deliver(agreement, STATEMENT, provider(agreement), at=TODAY)
    assert (version.obligation, state(duty)) == (duty, "kept")
    assert [row.file for row in duty.evidence.all()] == [version.file]
    assert not hasattr(occurrence(agreement, "statement", of="A").obligation, "fulfilment")


def test_keeping_the_obligation_delivers_the_annex(agreement: Agreement) -> None:
    duty = occurrence(agreement, "statement").obligation
    keep_obligation(duty.pk, proof=Proof("已编制", [upload("报表.pdf")]), by=provider(agreement), at=TODAY)
    [version] = line_of(agreement, STATEMENT, at=TODAY).versions
    [file] = version.papers
    assert (version.obligation, file.name, version.note) == (duty, "报表.pdf", "已编制")


def test_an_obligation_kept_in_words_alone_leaves_the_file_to_come(agreement: Agreement) -> None:
    duty = occurrence(agreement, "statement").obligation
    keep_obligation(duty.pk, proof=Proof("已当面提交"), by=provider(agreement), at=TODAY)
    assert states(agreement)[STATEMENT] == "reported"
    assert deliver(agreement, STATEMENT, provider(agreement), at=LATER).obligation is None
    assert states(agreement)[STATEMENT] == "waiting"


def test_late_delivery_is_late_for_the_obligation_too(agreement: Agreement) -> None:
    duty = occurrence(agreement, "statement").obligation
    sweep_all(at("2026-07-20"))
    deliver(agreement, STATEMENT, provider(agreement), at=at("2026-07-20"))
    assert state(duty) == "late"


def test_a_later_version_does_the_duty_that_is_named(agreement: Agreement) -> None:
    deliver(agreement, STATEMENT, provider(agreement), at=TODAY)
    assert deliver(agreement, STATEMENT, provider(agreement), at=LATER).obligation is None
    theirs = occurrence(agreement, "statement", of="A").obligation_id
    code = refusal(deliver, agreement, STATEMENT, provider(agreement), at=LATER, duty=theirs)
    assert code == "contracts.annex_duty_unknown"
    assert deliver(agreement, STATEMENT, client(agreement), at=LATER, duty=theirs).obligation_id == theirs


def test_the_reason_of_a_return_stands_with_the_obligation(agreement: Agreement) -> None:
    version = deliver(agreement, STATEMENT, provider(agreement), at=TODAY)
    answer_annex(version.pk, is_accepted=False, reason="缺少成本明细", by=client(agreement), at=LATER)
    said = occurrence(agreement, "statement").obligation.evidence.order_by("pk").last()
    assert said is not None
    assert (said.text, said.party) == ("缺少成本明细", agreement.client)


def test_each_side_of_the_loyalty_plan_delivers_its_own_annex() -> None:
    agreement = running("loyalty", phase_plan="1-3")
    owed = {line.annex.code: [each.debtor for each in line.owed] for line in register_of(agreement.contract, at=TODAY)}
    assert owed == {"relationship_plan": [agreement.client], "loyalty_plan": [agreement.provider]}


def test_annexes_follow_the_contract_through_its_wordings(agreement: Agreement) -> None:
    deliver(agreement, "training_plan", provider(agreement), at=TODAY)
    amend(agreement, since=at("2026-04-01"), satisfaction_target="95")
    later = line_of(agreement, "training_plan", at=at("2026-04-02"))
    assert (later.state, later.versions[0].annex.version_id != later.annex.version_id) == ("waiting", True)


@pytest.mark.parametrize("series", [each for each in TABLE if each.annexes], ids=lambda each: each.name)
def test_the_clause_of_the_time_names_the_annex_that_is_due(series: object) -> None:
    codes = {code for code, _side in series.annexes}  # type: ignore[attr-defined]
    met = set()
    for form in all_forms():
        clauses = {clause.number: clause for clause in form.clauses}
        for term in form.terms:
            if term.name == series.due_term:  # type: ignore[attr-defined]
                named = {title for _number, title in annexes_named(clauses[term.clause].text_zh)}
                here = {annex.code for annex in form.annexes if annex.title_zh in named} & codes
                assert here == {annex.code for annex in form.annexes} & codes, form.id
                met |= here
    assert met == codes


# ------------------------------------------------------------------------------------------------------ what to list
def test_the_list_narrows_by_state_and_side_and_turns_round(agreement: Agreement) -> None:
    deliver(agreement, "training_plan", provider(agreement), at=TODAY)

    def codes(state: str = "", side: str = "", sort: str = "", day: str = "2026-03-25") -> list[str]:
        lines = register_of(agreement.contract, at=LATER)
        wanted = {"state": state, "side": side, "sort": sort}
        found = chosen(lines, contract=agreement.contract, **wanted, by=client(agreement), at=at(day))
        return [line.annex.code for line in found]

    assert codes("waiting") == ["training_plan"]
    assert codes("late") == []
    assert codes("late", day="2026-08-01") == [STATEMENT]
    assert "training_plan" not in codes(side="ours")
    assert "training_plan" in codes(side="theirs")
    assert codes(sort="due")[0] == STATEMENT
    assert codes(sort="-delivered")[0] == "training_plan"
    assert codes(sort="delivered")[-1] == "training_plan"
    assert codes("?", "?", "?") == codes()


# ------------------------------------------------------------------------------------------------------- the database
def test_the_database_keeps_versions_and_answers(agreement: Agreement) -> None:
    version = deliver(agreement, "training_plan", provider(agreement), at=TODAY)
    answer_annex(version.pk, is_accepted=True, by=client(agreement), at=LATER)
    take_on_annex(agreement.contract.pk, "supplementary_agreement", by=client(agreement), at=TODAY)
    for model in (AnnexVersion, AnnexAnswer, AnnexBearer):
        with pytest.raises(DatabaseError), transaction.atomic():
            model._default_manager.update(by="nobody")
        with pytest.raises(DatabaseError), transaction.atomic():
            model._default_manager.all()._raw_delete("default")


def test_the_database_refuses_what_belongs_elsewhere(agreement: Agreement) -> None:
    version, other = deliver(agreement, "training_plan", provider(agreement), at=TODAY), running()
    good = {
        "contract": agreement.contract,
        "annex": version.annex,
        "code": "training_plan",
        "number": 2,
        "party": agreement.provider,
        "file": version.file,
        "delivered_at": TODAY,
        "by": "?",
    }
    for wrong, name in (
        ({"number": 1}, "annex_version_once"),
        ({"number": 0}, "annex_versions_from_one"),
        ({"contract": other.contract}, "another contract"),
        ({"party": other.provider}, "another contract"),
        ({"code": "questionnaire"}, "another contract"),
        ({"obligation": occurrence(agreement, "statement", of="A").obligation}, "another contract"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            AnnexVersion.objects.create(**good | wrong)
    with pytest.raises(IntegrityError, match="other side"), transaction.atomic():
        AnnexAnswer.objects.create(version=version, party=agreement.provider, is_accepted=True, at=TODAY, by="?")
    with pytest.raises(IntegrityError, match="annex_return_says_why"), transaction.atomic():
        AnnexAnswer.objects.create(version=version, party=agreement.client, is_accepted=False, at=TODAY, by="?")
