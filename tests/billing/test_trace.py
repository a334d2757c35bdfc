"""The trace: whole when nothing was altered, and broken at the very link that was."""

import json
from collections.abc import Callable, Iterator
from io import StringIO

import dj_database_url
import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from billing.domain.trace import trace_invoice
from billing.domain.trace_links import Kind
from billing.web.trace_words import PROBLEMS
from contracts.domain.signature.paper import NamedSigner, Scan, confirm_paper, enter_paper
from contracts.models import PaperSigning, SealedFile
from deadlines.domain.clock import stop
from parties.domain.scope import SYSTEM, writing
from tests import factories
from tests.billing.factories import ISSUED as AT
from tests.billing.factories import PRINTS, desk
from tests.billing.signed import ISSUED, Case, case
from tests.billing.test_trace_of_duties import MEASURED
from tests.contracts import drafts
from tests.contracts.drafts import AT as BEGAN
from tests.contracts.signature.test_signing import png

pytestmark = pytest.mark.filterwarnings(PRINTS)

WHOLE = [
    "invoice_line",
    "damages",
    "breach",
    "obligation",
    "deadline",
    "complaint",
    "term",
    "clause",
    "version",
    "signed_pdf",
]

# What somebody with the owner's rights changes, the link at which it shows, and the code that says so.
ALTERED = {
    "UPDATE billing_invoiceline SET net = net + 1, gross = gross + 1": {"invoice_line:line_differs_from_damages"},
    "UPDATE billing_invoice SET issuer_id = debtor_id, debtor_id = issuer_id": {"invoice_line:line_of_other_parties"},
    "UPDATE contracts_damages SET amount = amount + 1": {
        "invoice_line:line_differs_from_damages",
        "damages:amount_differs_from_workings",
    },
    "UPDATE contracts_damages SET workings = jsonb_set(workings, '{1,percent}', '\"9\"')": {
        "damages:workings_do_not_follow"
    },
    "UPDATE contracts_breach SET state = 'waived'": {"breach:breach_not_confirmed"},
    "UPDATE contracts_breach SET occurred_at = occurred_at + interval '1 minute'": {"breach:breach_not_at_due_time"},
    "DELETE FROM contracts_breachstatement": {"breach:breach_without_word_of_injured"},
    "UPDATE contracts_obligation SET debtor_id = creditor_id, creditor_id = debtor_id": {
        "obligation:obligation_of_other_parties"
    },
    "UPDATE deadlines_deadline SET started_at = started_at - interval '1 hour'": {
        "deadline:due_time_differs_from_term"
    },
    "UPDATE deadlines_deadline SET done_at = started_at": {"deadline:verdict_does_not_follow"},
    "UPDATE complaints_complaint SET contract_id = NULL, version_id = NULL": {"complaint:complaint_of_other_contract"},
    'UPDATE contracts_term SET stored = \'{"type": "hours", "value": 12}\' WHERE name = \'verify_within\'': {
        "deadline:due_time_differs_from_term",
        "term:term_differs_from_pdf",
    },
    'UPDATE contracts_term SET stored = \'{"type": "percent", "value": "5"}\' WHERE name = \'damages_per_breach\'': {
        "damages:workings_do_not_follow",
        "damages:term_differs_from_pdf",
    },
    "UPDATE contracts_clause SET text_en = 'soon'": {"clause:clause_does_not_show_term"},
    "UPDATE contracts_contractversion SET effective_at = effective_at + interval '1 year'": {
        "version:version_not_in_force"
    },
    "UPDATE contracts_clause SET page = page + 1": {"signed_pdf:pdf_page_differs"},
    "DELETE FROM contracts_sealedfile WHERE revision = 2": {"signed_pdf:pdf_not_signed_by_both"},
    "UPDATE foundation_storedfile SET sha256 = repeat('0', 64) WHERE content_type = 'application/pdf'": {
        "signed_pdf:pdf_changed"
    },
    "UPDATE contracts_contract SET number = 'HT-0'": {"signed_pdf:pdf_of_other_contract"},
}


def problems(of: Case) -> set[str]:
    (trace,) = trace_invoice(of.invoice, at=ISSUED)
    return {f"{link.kind.value}:{code}" for link in trace.links for code in link.problems}


@pytest.mark.django_db
def test_trace_leads_from_the_line_to_the_page_of_the_signed_pdf() -> None:
    whole = case()
    (trace,) = trace_invoice(whole.invoice, at=ISSUED)
    assert trace.is_whole, trace.broken
    assert [link.kind.value for link in trace.links] == WHOLE
    facts = {link.kind: link.facts for link in trace.links}
    sealed = SealedFile.objects.select_related("file").latest("revision")
    assert facts[Kind.COMPLAINT]["number"] == whole.complaint.number
    assert (facts[Kind.TERM]["name"], facts[Kind.TERM]["value"]) == ("verify_within", 24)
    assert "24小时" in str(facts[Kind.CLAUSE]["text_zh"])
    assert "24 hours" in str(facts[Kind.CLAUSE]["text_en"])
    assert (facts[Kind.SIGNED_PDF]["sha256"], facts[Kind.SIGNED_PDF]["revision"]) == (sealed.file.sha256, 2)
    assert facts[Kind.SIGNED_PDF]["page"] == facts[Kind.CLAUSE]["page"]
    assert facts[Kind.DEADLINE]["due_at"] == facts[Kind.BREACH]["occurred_at"] == whole.breach.occurred_at
    out = StringIO()
    call_command("trace", whole.invoice.number, "--json", stdout=out)
    assert json.loads(out.getvalue()) == [json.loads(json.dumps(trace.as_json()))]


@pytest.mark.django_db
def test_step_done_late_after_all_keeps_the_trace_whole() -> None:
    whole = case()
    assert whole.breach.obligation is not None
    with writing(SYSTEM):
        stop([whole.breach.obligation.deadline_id], at=ISSUED)
    assert problems(whole) == set()


@pytest.fixture
def as_owner(transactional_db: None, database_addresses: tuple[str, str]) -> Iterator[Callable[[], None]]:
    """Turns Django's own session into one of the owner of the tables, who can take every trigger off."""
    kept = dict(connection.settings_dict)

    def become() -> None:
        connection.close()
        connection.settings_dict.update(dj_database_url.parse(database_addresses[1]))

    yield become
    connection.close()
    connection.settings_dict.update(kept)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_each_alteration_breaks_the_trace_at_its_link(as_owner: Callable[[], None]) -> None:
    whole = case()
    assert problems(whole) == set()
    as_owner()
    assert {statement: _problems_when_altered(statement, whole) for statement in ALTERED} == ALTERED


def _problems_when_altered(statement: str, whole: Case) -> set[str]:
    """Alter, look, and take it back."""
    table = statement.split()[2 if statement.startswith("DELETE") else 1]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        found = problems(whole)
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_lost_and_exchanged_files_are_told_with_exit_code_1() -> None:
    whole = case()
    key = SealedFile.objects.select_related("file").latest("revision").file.storage_key
    with default_storage.open(key, "rb") as stored:
        content = stored.read()
    path = default_storage.path(key)
    with open(path, "wb") as file:
        file.write(content + b"\n% more")
    assert problems(whole) == {"signed_pdf:pdf_changed"}
    with open(path, "wb") as file:
        file.write(b"no pdf at all")
    assert problems(whole) >= {"signed_pdf:pdf_changed", "signed_pdf:pdf_of_other_contract"}
    default_storage.delete(key)
    out = StringIO()
    with pytest.raises(CommandError, match="1 of 1 traces are broken") as error:
        call_command("trace", "--all", stdout=out)
    assert error.value.returncode == 1
    assert "pdf_missing" in out.getvalue()


@pytest.mark.django_db
def test_unknown_number_ends_with_exit_code_2() -> None:
    with pytest.raises(CommandError) as error:
        call_command("trace", "ZD000-2026-00001")
    assert error.value.returncode == 2


@pytest.mark.django_db
def test_contract_without_a_signed_file_breaks_the_trace() -> None:
    (trace,) = trace_invoice(desk().invoice(), at=AT)
    assert [(link.kind.value, link.problems) for link in trace.broken] == [("signed_pdf", ("pdf_missing",))]
    assert trace.link(Kind.COMPLAINT) is None


@pytest.mark.django_db
def test_a_contract_signed_on_paper_leads_to_its_scan_and_claims_no_signature() -> None:
    desk = drafts.ready_draft()
    signers = {"A": NamedSigner("甄客户", "经理"), "B": NamedSigner("甄服务", "经理")}
    scan = Scan(png(), "扫描件.png")
    entered = enter_paper(
        desk.contract.pk, signed_date=BEGAN.date(), signers=signers, scan=scan, by=desk.drafter, at=BEGAN
    )
    confirm_paper(desk.contract.pk, entered.pk, by=factories.scope(desk.owner), at=BEGAN)
    whole = case(desk)
    (trace,) = trace_invoice(whole.invoice, at=ISSUED)
    assert trace.is_whole, trace.broken
    assert [link.kind.value for link in trace.links] == [*WHOLE[:-1], "signed_paper"]
    assert trace.links[-1].facts["signed_date"] == BEGAN.date()
    client = Client()
    client.force_login(whole.finance)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("billing:trace", args=[whole.invoice.pk])).content.decode()
    assert "Signed on paper on 2026-03-02, scan kept" in page
    assert "It is printed, signed and sealed in this file." not in page
    assert reverse("contracts:scan", args=[desk.contract.pk, 1]) in page
    key = PaperSigning.objects.get().scan.storage_key
    with open(default_storage.path(key), "wb") as file:
        file.write(png("blue"))
    assert problems(whole) == {"signed_paper:scan_changed"}
    default_storage.delete(key)
    assert problems(whole) == {"signed_paper:scan_missing"}


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_lines(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    at = desk()
    few, many = at.invoice(1), at.invoice(7)
    with django_assert_num_queries(12):
        trace_invoice(few, at=AT)
    with django_assert_num_queries(12):
        assert len(trace_invoice(many, at=AT)) == 7


PAPERS = {
    "adjustment_without_paper",
    "adjustment_not_in_effect",
    "adjustment_paper_missing",
    "adjustment_paper_changed",
}
# Found by the tests of fees/.
FEES = {
    "line_differs_from_fee",
    "fee_line_of_other_parties",
    "line_tax_differs_from_rate",
    "fee_differs_from_plan",
    "fee_term_of_other_contract",
}


def test_every_problem_that_can_be_found_has_words() -> None:
    found = {code.partition(":")[2] for codes in (*ALTERED.values(), *MEASURED.values()) for code in codes}
    unseen = {"measurement_of_other_contract", "measurement_was_corrected"}
    unseen |= {"damages_term_of_other_breach", "obligation_of_other_contract", "deadline_not_missed", "term_blank"}
    files = {"version_not_frozen", "pdf_missing", "scan_missing", "scan_changed"}
    assert set(PROBLEMS) == found | unseen | files | PAPERS | FEES
