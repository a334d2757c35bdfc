"""Signing a contract's PDF: certified once, then one signature for each party, each valid after the next."""

import asyncio
import re
import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops

from contracts.documents.certificates import NOT_LICENSED
from contracts.documents.signing import append_signature
from tests.contracts.sealed_pdfs import (
    SIGNERS,
    appearance,
    certificate,
    codes,
    identity,
    judged,
    prepared,
    rendered,
    sign,
    signatures,
    signed,
)
from tests.contracts.snapshots import AT, PROVIDER


def test_contract_signed_by_both_parties_is_valid() -> None:
    verdict = judged(signed())

    assert verdict.reasons == ()
    assert (verdict.judgement, verdict.exit_code, verdict.identity) == ("valid", 0, "installation")
    assert (verdict.contract_number, verdict.version, verdict.form) == ("FC-2026-0117", 3, "ktv-2 1")
    assert [(s.field, s.party, s.signer) for s in verdict.signatures] == [
        ("Certification", "", "Encore 合同定稿 Contract certification"),
        ("Signature_B", PROVIDER.name, "陈𠮷宁"),
        ("Signature_A", "上海星河娱乐集团有限公司", "周慧敏"),
    ]
    for report in verdict.signatures:
        assert (report.intact, report.trusted, report.covers_whole_document_then) == (True, True, True)
        assert (report.changed_after, report.signed_at, report.timestamped_at) == (False, AT, None)


def test_parties_may_sign_in_either_order() -> None:
    assert judged(signed("AB")).judgement == "valid"


def test_signing_appends_and_leaves_signed_bytes_alone() -> None:
    assert signed("B").startswith(prepared())
    assert signed("BA").startswith(signed("B"))


def test_unfinished_contract_is_not_valid_and_says_who_is_missing() -> None:
    certified, half = judged(prepared()), judged(signed("B"))

    assert (certified.judgement, certified.exit_code) == ("invalid", 2)
    assert [(r.code, r.party) for r in half.reasons] == [("incomplete", "上海星河娱乐集团有限公司")]
    assert [(r.code, r.party) for r in certified.reasons] == [
        ("incomplete", "上海星河娱乐集团有限公司"),
        ("incomplete", PROVIDER.name),
    ]


def test_pdfsig_agrees(tmp_path: Path) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed())

    report = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=True).stdout

    assert report.count("Signature is Valid.") == 3
    assert report.count("ETSI.CAdES.detached") == 3
    assert report.count("\n  - Total document signed") == 1
    assert report.count("Not total document signed") == 2


def test_a_party_cannot_sign_twice() -> None:
    with pytest.raises(ValueError, match="filled"):
        sign(signed("B"), "B")


def test_a_stranger_has_no_field() -> None:
    with pytest.raises(LookupError, match="Signature_C"):
        append_signature(prepared(), "C", identity("A"), appearance("A"), at=AT, reason="签字并盖章")


def test_signing_works_inside_a_running_event_loop() -> None:
    async def sign_there() -> bytes:
        return sign(prepared(), "A")

    assert codes(judged(asyncio.run(sign_there()))) == {"incomplete"}


def test_certificate_names_the_party_and_says_that_nobody_certified_it() -> None:
    found = certificate("B")

    assert "O=返场（杭州）客户服务有限公司" in found.subject.rfc4514_string()
    assert "2.5.4.97=NTRCN-91330108MA2GX0R77K" in found.subject.rfc4514_string()
    for words in NOT_LICENSED.split(" ", 1):
        assert f"OU={words}" in found.subject.rfc4514_string()
    assert found.not_valid_before_utc <= AT <= found.not_valid_before_utc + timedelta(minutes=6)


def test_keys_of_two_acts_differ() -> None:
    first, second = certificate("A"), certificate("B")
    assert first.public_key() != second.public_key()
    assert first.serial_number != second.serial_number


def test_both_seals_lie_in_their_boxes_and_across_all_page_edges(tmp_path: Path) -> None:
    blank, sealed = _pages(rendered().pdf, tmp_path / "blank"), _pages(signed(), tmp_path / "sealed")

    assert len(blank) == len(sealed) == rendered().page_count
    for before, after in zip(blank, sealed, strict=True):
        strips = _reddened(before, after).crop((before.width - 30, 0, before.width, before.height))
        upper, lower = (strips.crop((0, top, 30, top + 500)).getbbox() for top in (100, 640))
        assert upper is not None
        assert lower is not None
    for box in rendered().signature_boxes.values():
        last_before, last_after = blank[box.page - 1], sealed[box.page - 1]
        height = last_before.height
        scale = 100 / 72
        inside = _reddened(last_before, last_after).crop(
            (int(box.x1 * scale), height - int(box.y2 * scale), int(box.x2 * scale), height - int(box.y1 * scale))
        )
        red = sum(inside.histogram()[128:])
        assert red > 3000


def test_signers_words_can_be_read_from_the_signed_file(tmp_path: Path) -> None:
    text = _text(signed(), tmp_path)

    assert "陈𠮷宁（总经理，法定代表人）" in text
    assert "代表：返场（杭州）客户服务有限公司" in text
    assert "2026年11月21日 14:03:05（北京时间）" in text


def test_signed_file_stays_pdf_a_3(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(signed())) as pdf:
        assert pdf.check_pdf_syntax() == []
        metadata = bytes(pdf.Root.Metadata.read_bytes())
        assert re.search(rb'pdfaid:part="3" pdfaid:conformance="U"', metadata)
        assert pdf.pdf_version == "1.7"
        assert "/Version" not in pdf.Root
        assert "/NeedAppearances" not in pdf.Root.AcroForm
        for page in pdf.pages:
            for annotation in page.get("/Annots", []):
                # ISO 19005-3, 6.3.2 and 6.3.3: printed, and with a normal appearance of the right kind.
                if annotation.Subtype == "/Widget" and float(annotation.Rect[2]) > 0:
                    assert int(annotation.F) & 4
                    assert list(annotation.AP.keys()) == ["/N"]


def test_signature_dictionaries_name_signer_reason_and_moment() -> None:
    last = signatures(signed())[-1].sig_object

    assert last["/Name"] == SIGNERS["A"][1]
    assert last["/Reason"] == "签字并盖章"
    assert last["/M"] == "D:20261121140305+08'00'"


def _pages(pdf: bytes, folder: Path) -> list[Image.Image]:
    folder.mkdir()
    (folder / "file.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "100", "-png", folder / "file.pdf", folder / "page"], check=True)
    return [Image.open(path).convert("RGB") for path in sorted(folder.glob("page*.png"))]


def _reddened(before: Image.Image, after: Image.Image) -> Image.Image:
    """Where red ink was added."""
    difference = ImageChops.subtract(before, after)
    return ImageChops.subtract(difference.getchannel("G"), difference.getchannel("R"))


def _text(pdf: bytes, folder: Path) -> str:
    (folder / "text.pdf").write_bytes(pdf)
    command = ["pdftotext", "-layout", str(folder / "text.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
