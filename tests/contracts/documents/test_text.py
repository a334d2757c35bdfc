"""Text that people type: rare, unprintable, hostile, endless. It is printed as it stands or refused by name."""

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from contracts.documents.contract import render_contract
from contracts.documents.snapshot import PartySnapshot
from foundation.refusals import Refused
from tests.contracts.sealed_pdfs import one_clause, page_texts
from tests.contracts.snapshots import CLIENT, PROVIDER


def test_rare_characters_are_printed_as_themselves() -> None:
    text = "".join(page_texts(render_contract(one_clause("陈𠮷宁与㐂多、龘、犇、〇、①、℃")).pdf))
    assert "陈𠮷宁与㐂多、龘、犇、〇、①、℃" in text


@pytest.mark.parametrize(
    ("character", "shown"),
    [
        ("\U0010fffd", "U+10FFFD"),
        ("\u202e", "U+202E"),
        ("\u200b", "U+200B"),
        ("\ue000", "U+E000"),
        ("\u12a5", "\u12a5 (U+12A5)"),
    ],
)
def test_character_that_cannot_be_printed_is_refused_by_name(character: str, shown: str) -> None:
    with pytest.raises(Refused) as refused:
        render_contract(one_clause(f"甲方{character}应当付款。"))
    assert refused.value.code == "contracts.glyph_missing"
    assert shown in refused.value.message


class _Canary(BaseHTTPRequestHandler):
    calls: list[str] = []

    def do_GET(self) -> None:
        self.calls.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def canary() -> Iterator[str]:
    """The address of a server that notes every call."""
    server = HTTPServer(("127.0.0.1", 0), _Canary)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_hostile_text_is_printed_and_fetches_nothing(canary: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP-SECRET")
    hostile = [
        f'<img src="{canary}/img">',
        f'<link rel="attachment" href="file://{secret}">',
        f'<style>@import url("{canary}/css"); body{{display:none}}</style>',
        f"<object data='file://{secret}'></object>",
        '{{ 7|add:"7" }}{% debug %}{% include "secret.txt" %}',
        "&lt;b&gt;&amp;&#x41;</p></main></body>",
        "<script>alert(1)</script>\"'><h1>Forged</h1>",
    ]
    party = PartySnapshot("A", hostile[0], hostile[1], hostile[2], hostile[3], contact=hostile[4], bank=hostile[5])
    contract = one_clause("".join(hostile), parties=(party, PROVIDER), title_zh=hostile[6], number=hostile[5][:20])

    pdf = render_contract(contract).pdf

    text = re.sub(r"\s", "", "".join(page_texts(pdf)))
    for line in hostile:
        assert re.sub(r"\s", "", line) in text
    assert _Canary.calls == []
    assert b"TOP-SECRET" not in pdf
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert set(opened.attachments) == {"terms.json", "clauses.json"}


def test_names_of_three_hundred_characters_stay_on_the_page() -> None:
    name = "名" * 300
    contract = one_clause("条款", parties=(replace(CLIENT, name=name), PROVIDER))
    result = render_contract(contract)
    text = re.sub(r"\s", "", "".join(page_texts(result.pdf)))

    assert text.count(name) >= 2
    for box in result.signature_boxes.values():
        assert 0 < box.x1 < box.x2 < 595.3
        assert 0 < box.y1 < box.y2 < 841.9
