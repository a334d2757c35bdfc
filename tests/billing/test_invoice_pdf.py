"""The printed invoice."""

import subprocess
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from billing.documents.invoice_pdf import invoice_html, render_invoice
from foundation.refusals import Refused
from tests.billing.factories import PRINTS, desk

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings(PRINTS)]


@pytest.fixture
def snapshot() -> dict[str, Any]:
    """What an invoice with two lines froze."""
    content: dict[str, Any] | None = desk().invoice(2).snapshot
    assert content is not None
    return content


def text_of(pdf: bytes) -> str:
    """The text as poppler reads it, without the spaces of its layout."""
    read = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(read.stdout.decode().split())


def test_invoice_says_who_owes_whom_what_until_when_and_why(snapshot: dict[str, Any]) -> None:
    text = text_of(render_invoice(snapshot))
    for words in (
        snapshot["number"],
        snapshot["issuer"]["name"],
        snapshot["debtor"]["name"],
        snapshot["issuer"]["uscc"],
        snapshot["contract"]["number"],
        "人民币壹仟贰佰元整",
        "¥1,200.00",
        "2026年3月16日",
        "2026年4月7日",
        "6200000000000000",
        f"第{snapshot['lines'][0]['clause']}条",
        f"违约记录#{snapshot['lines'][1]['breach']}",
        "本账单不是发票",
        "Thisisnotataxinvoice",
    ):
        assert "".join(words.split()) in text, words


def test_same_snapshot_gives_the_same_bytes(snapshot: dict[str, Any]) -> None:
    assert render_invoice(snapshot) == render_invoice(snapshot)


def test_every_glyph_is_there_and_rare_ones_too(snapshot: dict[str, Any]) -> None:
    snapshot["debtor"]["name"] = "㐂龘犇（上海）娱乐〇公司"
    pdf = render_invoice(snapshot)
    assert "㐂龘犇（上海）娱乐〇公司" in text_of(pdf)


def test_unprintable_character_is_refused(snapshot: dict[str, Any]) -> None:
    snapshot["debtor"]["name"] = "甲\u202e乙"
    with pytest.raises(Refused) as refused:
        render_invoice(snapshot)
    assert refused.value.code == "foundation.glyph_missing"


def test_markup_in_names_is_printed_and_not_obeyed(snapshot: dict[str, Any]) -> None:
    hostile = "<img src='file:///etc/passwd'>{{ settings.SECRET_KEY }}{% include 'x' %}"
    snapshot["debtor"]["name"] = hostile
    assert "&lt;img src=&#x27;file:///etc/passwd&#x27;&gt;" in invoice_html(snapshot)
    assert "".join(hostile.split()) in text_of(render_invoice(snapshot))


def test_sixty_lines_flow_over_pages_and_lose_nothing(snapshot: dict[str, Any]) -> None:
    line = snapshot["lines"][0]
    snapshot["lines"] = [{**line, "position": number, "gross": f"{number}.01"} for number in range(1, 61)]
    pdf = render_invoice(snapshot)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert 8 <= len(opened.pages) <= 14
    text = text_of(pdf)
    assert all(f"{number}.01" in text for number in range(1, 61))
