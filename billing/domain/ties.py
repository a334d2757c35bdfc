"""How invoices and payments tie to the books; `manage.py ledger_verify` runs these checks."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.db import connection

from billing.domain.books import OF_PURPOSE
from ledger.domain.verification import Check

# Every issued invoice and payment stands in both parties' books with its amount, and no journal of either kind stands
# there without one.
POSTED: Final = """
WITH causes AS (
    SELECT 'invoice:' || id AS source, issuer_id AS party_id, gross AS amount
    FROM billing_invoice WHERE state <> 'draft'
    UNION ALL SELECT 'invoice:' || id, debtor_id, gross FROM billing_invoice WHERE state <> 'draft'
    UNION ALL SELECT 'payment:' || id, payee_id, amount FROM billing_payment
    UNION ALL SELECT 'payment:' || id, payer_id, amount FROM billing_payment
    UNION ALL SELECT 'credit_note:' || id, issuer_id, amount FROM billing_creditnote
    UNION ALL SELECT 'credit_note:' || id, debtor_id, amount FROM billing_creditnote
), posted AS (
    SELECT source, party_id, total FROM ledger_journal WHERE kind IN ('invoice', 'payment', 'credit_note')
)
SELECT coalesce(c.source, p.source), coalesce(c.party_id, p.party_id), c.amount, p.total
FROM causes c FULL JOIN posted p ON p.source = c.source AND p.party_id = c.party_id
WHERE c.amount IS DISTINCT FROM p.total ORDER BY 1, 2
"""

# What is open on the invoices of a purpose is what the creditor has to receive and what the debtor has to pay on the
# accounts of that purpose, party by party.
OPEN: Final = """
WITH open AS (
    SELECT issuer_id AS creditor, debtor_id AS debtor, sum(gross - paid - set_off) AS amount
    FROM billing_invoice WHERE state <> 'draft' AND purpose = %(purpose)s GROUP BY 1, 2
), lines AS (
    SELECT j.party_id, l.counterparty_id, a.code, sum(l.debit - l.credit) AS amount
    FROM ledger_journalline l JOIN ledger_journal j ON j.id = l.journal_id JOIN ledger_account a ON a.id = l.account_id
    WHERE a.code IN (%(receivable)s, %(payable)s) GROUP BY 1, 2, 3
)
SELECT coalesce(o.creditor, r.party_id), coalesce(o.debtor, r.counterparty_id), o.amount, r.amount, -p.amount
FROM open o
FULL JOIN (SELECT * FROM lines WHERE code = %(receivable)s) r ON r.party_id = o.creditor
    AND r.counterparty_id = o.debtor
FULL JOIN (SELECT * FROM lines WHERE code = %(payable)s) p ON p.party_id = coalesce(o.debtor, r.counterparty_id)
    AND p.counterparty_id = coalesce(o.creditor, r.party_id)
WHERE o.amount IS DISTINCT FROM r.amount OR o.amount IS DISTINCT FROM -p.amount ORDER BY 1, 2
"""

SUMS: Final = """
SELECT i.id, i.gross, i.paid, (SELECT coalesce(sum(gross), 0) FROM billing_invoiceline WHERE invoice_id = i.id),
    (SELECT coalesce(sum(allocated), 0) FROM billing_payment WHERE invoice_id = i.id),
    i.credited, (SELECT coalesce(sum(amount), 0) FROM billing_creditnote WHERE invoice_id = i.id)
FROM billing_invoice i
WHERE i.state <> 'draft' AND (
    i.gross <> (SELECT coalesce(sum(gross), 0) FROM billing_invoiceline WHERE invoice_id = i.id)
    OR i.paid <> (SELECT coalesce(sum(allocated), 0) FROM billing_payment WHERE invoice_id = i.id)
    OR i.credited <> (SELECT coalesce(sum(amount), 0) FROM billing_creditnote WHERE invoice_id = i.id)
    OR i.set_off <> (SELECT coalesce(sum(allocated), 0) FROM billing_creditnote WHERE invoice_id = i.id)
) ORDER BY i.id
"""

GAPS: Final = """
SELECT issuer_id, year, max(sequence), count(*) FROM billing_invoice WHERE state <> 'draft'
GROUP BY 1, 2 HAVING max(sequence) <> count(*) ORDER BY 1, 2
"""


def _check(query: str, sentence: str, values: Mapping[str, str] | None = None) -> Check:
    def check() -> Iterator[str]:
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            for row in cursor.fetchall():
                yield sentence.format(*row)

    return check


CHECKS: Final[dict[str, Check]] = {
    "invoices and payments are posted in both parties' books": _check(
        POSTED, "{} in the books of party {}: amount {}, posted {}"
    ),
    **{
        f"what is open on invoices of {purpose} is receivable here and payable there": _check(
            OPEN,
            "party {} from party {}: open {}, receivable {}, payable {}",
            {"purpose": str(purpose), "receivable": on.receivable, "payable": on.payable},
        )
        for purpose, on in OF_PURPOSE.items()
    },
    "invoices add up to their lines and payments": _check(
        SUMS, "invoice {}: total {}, paid {}, lines {}, payments {}, credited {}, credit notes {}"
    ),
    "invoice numbers have no gap": _check(GAPS, "party {}, {}: last number {}, {} invoices"),
}
