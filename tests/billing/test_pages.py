"""The pages of invoices, payments, the trace and the books."""

import re
import uuid
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from billing.models import Invoice, Payment
from contracts.models import Clause
from parties.domain.roles import Role
from parties.models import User
from tests import factories
from tests.billing.factories import PRINTS, Desk, damages_on, desk, pay

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings(PRINTS)]


@pytest.fixture
def at() -> Desk:
    return desk()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(user: User, name: str, *args: object) -> str:
    response = signed_in(user).get(reverse(name, args=args))
    assert response.status_code == 200, response
    return response.content.decode()


def test_creditor_walks_from_damages_to_a_paid_invoice(at: Desk) -> None:
    first, second = at.damages(2)
    client = signed_in(at.finance)
    assert "¥1,200.00" in page(at.finance, "billing:to_bill")
    drafted = client.post(reverse("billing:to_bill"), {"damages": [first.pk, second.pk]})
    invoice = Invoice.objects.get()
    assert drafted["Location"] == reverse("billing:detail", args=[invoice.pk])
    assert client.post(reverse("billing:issue", args=[invoice.pk])).status_code == 302
    invoice.refresh_from_db()
    assert invoice.number is not None
    assert invoice.number in page(at.finance, "billing:list")
    today = f"{timezone.localdate():%Y-%m-%d}"
    data = {"key": str(uuid.uuid4()), "amount": "¥1，200.00 元", "received_date": today, "reference": "A1"}
    for _click in range(2):
        assert client.post(reverse("billing:pay", args=[invoice.pk]), data).status_code == 302
    assert Payment.objects.get().amount == Decimal("1200.00")
    assert "人民币壹仟贰佰元整" in page(at.finance, "billing:detail", invoice.pk)


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("amount", "-600", "Enter an amount above zero"),
        ("amount", "0", "Enter an amount above zero"),
        ("amount", "1.005", "Enter an amount above zero"),
        ("amount", "viel", "Enter a number."),
        ("received_date", "2999-01-01", "This day is still to come"),
        ("received_date", "2020-01-01", "the payment cannot be earlier"),
        ("reference", "x" * 81, "at most 80 characters"),
        ("reference", "a\u202eb", "hidden characters"),
    ],
)
def test_refused_payment_says_why_and_keeps_what_was_typed(at: Desk, field: str, typed: str, message: str) -> None:
    at.finance.language = "en"
    at.finance.save()
    invoice = at.invoice()
    data = {"key": str(uuid.uuid4()), "amount": "100", "received_date": "2026-04-01", "reference": "kept", field: typed}
    response = signed_in(at.finance).post(
        reverse("billing:pay", args=[invoice.pk]), data, headers={"accept-language": "en"}
    )
    body = response.content.decode()
    assert response.status_code == 422
    assert message in body
    assert f'value="{typed}"' in body
    assert data["key"] in body
    assert Payment.objects.count() == 0


def test_debtor_sees_an_invoice_once_it_is_issued(at: Desk) -> None:
    draft = at.draft()
    client = signed_in(at.their_finance)
    for name in ("billing:detail", "billing:pdf", "billing:trace"):
        assert client.get(reverse(name, args=[draft.pk])).status_code == 404
    invoice = at.invoice()
    body = page(at.their_finance, "billing:detail", invoice.pk)
    assert reverse("billing:pay", args=[invoice.pk]) not in body
    assert str(invoice.number) in page(at.their_finance, "billing:list")


def test_debtor_who_posts_all_the_same_is_refused(at: Desk) -> None:
    invoice = at.invoice()
    data = {"key": str(uuid.uuid4()), "amount": "600", "received_date": "2026-03-20"}
    response = signed_in(at.their_finance).post(reverse("billing:pay", args=[invoice.pk]), data)
    assert response.status_code == 422
    assert Payment.objects.count() == 0


def test_strangers_find_nothing(at: Desk) -> None:
    invoice = at.invoice()
    pay(invoice, "100", by=at.creditor)
    stranger = factories.person(factories.party(), Role.FINANCE)
    client = signed_in(stranger)
    for name in ("billing:detail", "billing:pdf", "billing:trace"):
        assert client.get(reverse(name, args=[invoice.pk])).status_code == 404
    for name in ("billing:issue", "billing:discard", "billing:pay"):
        assert client.post(reverse(name, args=[invoice.pk])).status_code == 404
    clause = Clause.objects.earliest("pk")
    assert client.get(reverse("billing:effects", args=[clause.pk])).status_code == 404
    assert client.get(reverse("billing:books"), {"party": at.agreement.client.pk}).status_code == 404
    assert str(invoice.number) not in page(stranger, "billing:list")


def test_pdf_is_handed_out_under_its_number(at: Desk) -> None:
    invoice = at.invoice()
    response = signed_in(at.their_finance).get(reverse("billing:pdf", args=[invoice.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="{invoice.number}.pdf"'
    assert b"".join(response.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]


def test_pages_make_the_same_few_queries_for_many_rows(
    at: Desk, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for _each in range(3):
        pay(at.invoice(2), "100", by=at.creditor)
    invoice = Invoice.objects.latest("pk")
    client = signed_in(at.finance)
    for name, args in (("list", []), ("detail", [invoice.pk]), ("trace", [invoice.pk]), ("books", [])):
        with django_assert_max_num_queries(25):  # type: ignore[operator]
            assert client.get(reverse(f"billing:{name}", args=args)).status_code == 200


def test_drafting_nothing_says_so(at: Desk) -> None:
    at.damages()
    response = signed_in(at.finance).post(reverse("billing:to_bill"), headers={"accept-language": "en"})
    assert response.status_code == 422
    assert Invoice.objects.count() == 0


def test_trace_page_shows_every_link_and_what_is_missing(at: Desk) -> None:
    invoice = at.invoice(2)
    body = page(at.finance, "billing:trace", invoice.pk)
    assert len(re.findall(r'class="enc-link"', body)) == 9
    assert reverse("contracts:breach", args=[damages_on(invoice).breach_id]) in body
    assert signed_in(at.finance).get(reverse("billing:trace", args=[invoice.pk]), {"line": "3"}).status_code == 404


def test_clause_shows_what_it_has_caused(at: Desk) -> None:
    invoice = at.invoice(2)
    obligation = damages_on(invoice).breach.obligation
    assert obligation is not None
    body = page(at.finance, "billing:effects", obligation.clause.pk)
    assert "¥1,200.00" in body
    assert str(invoice.number) in body


def test_books_of_a_month_show_its_journals_and_close(at: Desk) -> None:
    invoice = at.invoice()
    client = signed_in(at.finance)
    body = client.get(reverse("billing:books"), {"month": "2026-03"}).content.decode()
    assert str(invoice.number) in body
    assert reverse("billing:close") in body
    closed = client.post(reverse("billing:close"), {"month": "2026-03", "party": at.agreement.client.pk})
    assert closed.status_code == 302
    assert reverse("billing:close") not in client.get(reverse("billing:books"), {"month": "2026-03"}).content.decode()


@pytest.mark.parametrize("month", ["2026-13", "März", "2026", "0000-01"])
def test_month_that_is_none_is_not_found(at: Desk, month: str) -> None:
    assert signed_in(at.finance).get(reverse("billing:books"), {"month": month}).status_code == 404


def test_list_is_narrowed_by_side_state_and_words(at: Desk) -> None:
    paid, late = at.invoice(), at.invoice()
    pay(paid, "600", by=at.creditor)
    client = signed_in(at.finance)

    def found(**chosen: str) -> set[str]:
        body = client.get(reverse("billing:list"), chosen).content.decode()
        return set(re.findall(r"ZD\d{3,}-\d{4}-\d{5}", body))

    assert found(state="paid") == {paid.number}
    assert found(state="overdue") == {late.number}
    assert found(side="received") == set()
    assert found(q=str(late.number)) == {late.number}
    assert found(q=at.agreement.provider.name) == {paid.number, late.number}
