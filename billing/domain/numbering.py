"""Invoice numbers: without gaps for each issuer and year, given at the moment of issue."""

from billing.models import InvoiceCounter


def next_sequence(issuer_id: int, year: int) -> int:
    """The issuer's next number in the year.

    The counter row stays locked until the caller's transaction ends: the next issuer waits, and a transaction that
    rolls back gives its number back. A database sequence would leave a gap there.
    """
    InvoiceCounter.objects.get_or_create(issuer_id=issuer_id, year=year)
    counter = InvoiceCounter.objects.select_for_update(of=("self",)).get(issuer_id=issuer_id, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def invoice_number(issuer_id: int, year: int, sequence: int) -> str:
    """The printed number, ``ZD007-2026-00012``: ZD for 账单, the issuer's number in this installation, year, sequence.

    The issuer stands in it, since the numbers of several issuers live in one installation.
    """
    return f"ZD{issuer_id:03d}-{year}-{sequence:05d}"
