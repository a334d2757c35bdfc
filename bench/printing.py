"""A contract's PDF against plain WeasyPrint on the same HTML and style sheets."""

from collections.abc import Iterator
from datetime import timedelta

import weasyprint
from django.utils import timezone

from bench.rows import Row, in_turn, seconds
from contracts.documents.contract import contract_html, render_contract, stylesheets
from contracts.domain.wording.snapshots import snapshot_of
from foundation.pdf import ARCHIVAL
from tests import factories

ROUNDS = 5


def measure() -> Iterator[Row]:
    """Seconds, warm; ours includes the embedded terms, the pages of all clauses and the check of every glyph."""
    now = timezone.now()
    agreement = factories.effective_contract(at=now - timedelta(days=1))
    snapshot = snapshot_of(agreement.contract.latest_version, at=now)
    html = contract_html(snapshot, "0" * 64)
    sheets = [weasyprint.CSS(filename=path) for path in stylesheets()]
    pages = render_contract(snapshot).page_count

    def plain() -> None:
        weasyprint.HTML(string=html).write_pdf(stylesheets=sheets, pdf_variant=ARCHIVAL)

    ours, limit = in_turn(lambda: seconds(lambda: render_contract(snapshot)), lambda: seconds(plain), rounds=ROUNDS)
    yield Row("contract PDF / plain WeasyPrint on the same HTML", f"{pages} pages", ours, limit, "s")
