"""What readers of each language get of a version's parts."""

import pytest
from django.utils import translation

from contracts.models import Annex, BreachKind, Clause

CLAUSE = Clause(
    number="9.1", heading_zh="账单", heading_en="Invoices", text_zh="开具账单。", text_en="Invoices are issued."
)


@pytest.mark.parametrize(
    ("language", "heading", "text"),
    [
        ("zh-hans", "账单", "开具账单。"),
        ("zh-hant", "帳單", "開具帳單。"),
        ("en", "Invoices", "Invoices are issued."),
    ],
)
def test_parts_are_read_in_the_readers_writing(language: str, heading: str, text: str) -> None:
    with translation.override(language):
        assert (CLAUSE.heading, CLAUSE.text, str(CLAUSE)) == (heading, text, f"9.1 {heading}")
        assert Annex(title_zh="账单", title_en="Invoices").title == heading
        assert BreachKind(text_zh="开具账单。", text_en="Invoices are issued.").text == text
