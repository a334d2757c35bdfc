"""The database itself keeps what was asked and said: raw SQL cannot change it either."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from contracts.domain.requests.answering import Finding, judge, say
from contracts.domain.requests.statements import Said
from contracts.models import AnnexVersion, Occurrence, Request, RequestStatement
from contracts.models.requests import RequestState
from tests.contracts.asked import Table, at, consulting

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def refused(statement: str, *params: int) -> str:
    """The error with which the database refuses a statement."""
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
    return str(error.value)


@pytest.fixture
def table() -> Table:
    return consulting()


def test_what_was_asked_stays_and_a_decided_request_is_closed(table: Table) -> None:
    request = table.ask("change")
    for change in ("subject = 'x'", "particulars = '{}'", "amends = true", "asked_at = now()", "kind = 'suggestion'"):
        assert "stays as it is" in refused(f"UPDATE contracts_request SET {change} WHERE id = %s", request.pk)
    assert "stays as it is" in refused("DELETE FROM contracts_request WHERE id = %s", request.pk)
    table.answer(request, "refuse")
    for change in ("state = 'asked', decided_at = NULL", "round = 2", "decided_at = now()"):
        assert "stays as it is" in refused(f"UPDATE contracts_request SET {change} WHERE id = %s", request.pk)


def test_words_values_criteria_and_verdicts_stay(table: Table) -> None:
    change = table.ask("change", terms={"acceptance_within": "15"})
    work = table.ask("acceptance")
    findings = {pk: Finding(True) for pk in work.criteria.values_list("pk", flat=True)}
    judge(work.pk, findings, Said(), by=table.a, at=at("2026-03-10"))
    table.ask("service_plan", annex_code="consulting_plan")
    for name, column in {
        "requeststatement": "text = 'x'",
        "requestedterm": "name = 'x'",
        "requestcriterion": "text = 'x'",
        "criterionverdict": "passed = false",
        "requestfile": "file_id = file_id",
    }.items():
        for statement in (f"UPDATE contracts_{name} SET {column}", f"DELETE FROM contracts_{name}"):
            assert "permission denied" in refused(statement)
    assert change.statements.count() == 1


def test_the_extension_ledger_stays() -> None:
    for statement in ("UPDATE deadlines_deadlineextension SET reason = 'x'", "DELETE FROM deadlines_deadlineextension"):
        assert "permission denied" in refused(statement)


def fails(request: Request, **changes: object) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Request.objects.filter(pk=request.pk).update(**changes)
    return str(error.value)


def test_the_columns_of_a_request_agree_with_each_other(table: Table) -> None:
    request = table.ask("change")
    now = at("2026-03-05")
    assert "request_ended_has_moment" in fails(request, state=RequestState.AGREED)
    assert "request_ended_has_moment" in fails(request, decided_at=now)
    assert "request_states" in fails(request, state="x", decided_at=now)
    assert "request_rounds_from_one" in fails(request, round=0)
    assert "request_granted_day" in fails(request, granted_date=now.date())
    agreed = {"state": "agreed", "decided_at": now}
    version = table.agreement.contract.latest_version
    assert "request_amendment_agreed" in fails(request, amendment=version, **agreed)
    assert "stays as it is" in refused(
        "UPDATE contracts_request SET proposed_role = 'adviser' WHERE id = %s", request.pk
    )
    request.pk, request.proposed_role = None, "adviser"
    with pytest.raises(IntegrityError, match="request_proposes_third_party"), transaction.atomic():
        request.save(force_insert=True)


def test_a_granted_extension_says_until_when(table: Table) -> None:
    duty = Occurrence.objects.filter(contract=table.agreement.contract, series="assessment").earliest("first_day")
    request = table.ask("extension", about_id=duty.obligation_id, wanted_date=date(2026, 4, 20))
    agreed = {"state": "agreed", "decided_at": at("2026-03-05")}
    assert "request_granted_day" in fails(request, **agreed)
    assert "request_granted_day" in fails(request, granted_date=date(2026, 4, 21), **agreed)


def test_a_round_is_answered_once(table: Table) -> None:
    request = table.answer(table.ask("change"), "refuse")
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        RequestStatement.objects.create(
            request=request, party=request.answerer, verb="agree", round=1, at=at("2026-03-05"), by="test"
        )
    assert "request_one_answer_a_round" in str(error.value)


def test_a_version_of_an_annex_rests_on_what_its_own_side_handed_in(table: Table) -> None:
    request = table.ask("service_plan", annex_code="consulting_plan")
    asked = request.statements.get(verb="ask")
    annex = table.agreement.contract.latest_version.annexes.get(code="consulting_plan")
    row = {"contract": request.contract, "annex": annex, "code": annex.code, "number": 1}
    row |= {"party": request.asker, "statement": asked, "delivered_at": asked.at, "by": "test"}
    said = say(request.pk, Said("补充说明"), by=table.b, at=at("2026-03-03"))
    elsewhere = table.ask("change").statements.get()
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"statement": said}, "another contract or side"),
        ({"statement": elsewhere}, "another contract or side"),
        ({"party": request.answerer}, "another contract or side"),
        ({"statement": None}, "annex_version_kept_once"),
        ({"file": asked.files.get().file}, "annex_version_kept_once"),
    ]
    for changes, name in wrong:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            AnnexVersion.objects.create(**row | changes)
    AnnexVersion.objects.create(**row)
    with pytest.raises(IntegrityError, match="statement_id"), transaction.atomic():
        AnnexVersion.objects.create(**row | {"number": 2})
