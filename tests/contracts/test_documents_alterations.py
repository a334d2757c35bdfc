"""Every way of altering a signed contract that we could think of, and what the verdict must be."""

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp import NoOpStampStyle

from contracts.documents.terms_file import TERMS_FILE
from tests.contracts.sealed_pdfs import codes, identity, judged, prepared, sign, signatures, signed, updated
from tests.contracts.snapshots import CLIENT

Change = Callable[[IncrementalPdfFileWriter], object]


def field(writer: IncrementalPdfFileWriter, name: str) -> generic.IndirectObject:
    fields = writer.root["/AcroForm"]["/Fields"]
    found: generic.IndirectObject = next(each for each in fields if each.get_object()["/T"] == name)
    return found


def stamp_page(writer: IncrementalPdfFileWriter) -> None:
    RawContent(b"q 1 0 0 rg 100 400 300 40 re f Q").add_to_page(writer, 3)


def add_note(writer: IncrementalPdfFileWriter) -> None:
    note = {"/Type": pdf_name("/Annot"), "/Subtype": pdf_name("/FreeText"), "/Contents": pdf_string("5% -> 1%")}
    rectangle = generic.ArrayObject(generic.NumberObject(edge) for edge in (100, 400, 300, 420))
    annotation = generic.DictionaryObject({pdf_name(key): value for key, value in note.items()})
    annotation["/Rect"] = rectangle
    writer.register_annotation(writer.find_page_for_modification(3)[0], writer.add_object(annotation))


def add_field(writer: IncrementalPdfFileWriter) -> None:
    append_signature_field(writer, SigFieldSpec("Witness", on_page=0, box=(10, 10, 100, 60)))


def fill_a_seal_again(writer: IncrementalPdfFileWriter) -> None:
    strip = field(writer, "Seal_A").get_object()["/Kids"][0]
    strip["/AP"] = generic.DictionaryObject()
    writer.mark_update(field(writer, "Seal_A").get_object()["/Kids"].raw_get(0))


def remove_signature(writer: IncrementalPdfFileWriter) -> None:
    found = field(writer, "Signature_A")
    del found.get_object()["/V"]
    writer.mark_update(found)


def swap_signatures(writer: IncrementalPdfFileWriter) -> None:
    first, second = field(writer, "Signature_A"), field(writer, "Signature_B")
    one, other = first.get_object(), second.get_object()
    one["/V"], other["/V"] = other.raw_get("/V"), one.raw_get("/V")
    writer.mark_update(first)
    writer.mark_update(second)


def replace_terms(writer: IncrementalPdfFileWriter) -> None:
    entries = list(writer.root["/Names"]["/EmbeddedFiles"]["/Names"])
    file = entries[entries.index(TERMS_FILE) + 1].get_object()["/EF"].raw_get("/F")
    file.get_object()._data = b'{"schema": "forged"}'
    file.get_object()._encoded_data = None
    writer.mark_update(file)


def change_catalog(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/PageLayout"] = pdf_name("/TwoColumnLeft")
    writer.update_root()


def rewrite_catalog(writer: IncrementalPdfFileWriter) -> None:
    writer.update_root()


def drop_certification(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/Perms"]
    writer.update_root()


def sign_once_more(pdf: bytes) -> bytes:
    meta = PdfSignatureMetadata(field_name="Witness")
    output = PdfSigner(meta, identity("A").signer).sign_pdf(
        IncrementalPdfFileWriter(BytesIO(updated(pdf, add_field))), existing_fields_only=True
    )
    content: bytes = output.getvalue()
    return content


def appended(change: Change) -> Callable[[bytes], bytes]:
    return lambda pdf: updated(pdf, change)


LATER: dict[str, Callable[[bytes], bytes]] = {
    "a byte after the end": lambda pdf: pdf + b" ",
    "a line after the end": lambda pdf: pdf + b"\n%%EOF\n",
    "a second file after the end": lambda pdf: pdf + prepared(),
    "a third signature by a trusted certificate": sign_once_more,
    "a stamp on a page": appended(stamp_page),
    "a note on a page": appended(add_note),
    "another signature field": appended(add_field),
    "another picture in a seal's place": appended(fill_a_seal_again),
    "a signature taken out": appended(remove_signature),
    "signatures that change places": appended(swap_signatures),
    "other terms": appended(replace_terms),
    "another view of the document": appended(change_catalog),
    "the same catalog once more": appended(rewrite_catalog),
    "no certification": appended(drop_certification),
}


@pytest.mark.parametrize("alter", LATER.values(), ids=LATER.keys())
def test_change_after_the_last_signature_is_seen(alter: Callable[[bytes], bytes]) -> None:
    altered = alter(signed())
    assert altered != signed()

    verdict = judged(altered)

    assert (verdict.judgement, verdict.exit_code) == ("changed", 1)
    assert codes(verdict) & {"changed_after", "signature_removed"}
    assert all(report.changed_after for report in verdict.signatures)
    # What was signed can still be said, because it stands unaltered before the change.
    assert [term["name"] for term in verdict.terms] == ["verify_within"]
    assert [report.signer for report in verdict.signatures[1:]] == ["陈𠮷宁", "周慧敏"]


def test_removed_signature_is_named() -> None:
    verdict = judged(updated(signed(), remove_signature))
    assert (verdict.reasons[0].code, verdict.reasons[0].field) == ("signature_removed", "Signature_A")


@pytest.mark.parametrize("change", [stamp_page, add_note, fill_a_seal_again, add_field], ids=lambda each: each.__name__)
def test_change_before_the_last_signature_is_seen(change: Change) -> None:
    """The second signer signs a file that was altered after the first: valid to the eye of most readers."""
    verdict = judged(sign(updated(signed("B"), change), "A"))

    assert verdict.judgement == "changed"
    assert "changed_between" in codes(verdict)


def test_seal_of_another_party_changed_in_the_same_revision_as_a_signature() -> None:
    """The second signature is genuine and covers the change; it is still not the second party's to make."""
    writer = IncrementalPdfFileWriter(BytesIO(signed("B")))
    strip = field(writer, "Seal_B").get_object()["/Kids"].raw_get(0)
    strip.get_object()["/AP"] = generic.DictionaryObject()
    writer.mark_update(strip)
    meta = PdfSignatureMetadata(field_name="Signature_A", subfilter=SigSeedSubFilter.PADES)
    signer = PdfSigner(meta, identity("A").signer, stamp_style=NoOpStampStyle())

    verdict = judged(signer.sign_pdf(writer, existing_fields_only=True).getvalue())

    assert verdict.judgement == "changed"
    assert [(r.code, r.field) for r in verdict.reasons if r.field] == [("changed_between", "Signature_A")]


def test_byte_in_the_padding_of_a_signature_is_seen() -> None:
    """The only bytes of a signed PDF that no signature covers."""
    pdf = signed()
    assert judged(_flip(pdf, pdf.rindex(b"0>") - 20, 1)).judgement == "changed"


INSIDE = {
    "the text": lambda pdf: pdf.index(b"stream") + 400,
    "the document's catalog": lambda pdf: pdf.rindex(b"/Catalog", 0, len(prepared())) + 3,
    "the certification's reason": lambda pdf: pdf.index(b"/Reason") + 20,
    "the certification's signature": lambda pdf: pdf.index(b"/Contents <") + 900,
    "the first party's appearance": lambda pdf: len(prepared()) + 3000,
    "the first party's seal": lambda pdf: len(prepared()) + 40_000,
    "the last party's appearance": lambda pdf: len(signed("B")) + 3000,
    "the last party's signature": lambda pdf: pdf.rindex(b"/Contents <") + 900,
    "the last cross-reference": lambda pdf: len(pdf) - 40,
}


@pytest.mark.parametrize("place", INSIDE.values(), ids=INSIDE.keys())
def test_flipped_byte_inside_signed_content_is_invalid(place: Callable[[bytes], int]) -> None:
    verdict = judged(_flip(signed(), place(signed()), 1))

    assert (verdict.judgement, verdict.exit_code) == ("invalid", 2)
    assert verdict.reasons


def test_flipped_bytes_anywhere_are_never_valid() -> None:
    pdf = signed()
    step = len(pdf) // 25
    for place in range(11, len(pdf), step):
        assert not judged(_flip(pdf, place, 0x10)).is_valid, place


def test_every_kind_of_byte_in_a_signature_message_is_protected() -> None:
    pdf = signed()
    start = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    for place in range(start, start + 1600, 67):
        altered = pdf[:place] + (b"3" if pdf[place : place + 1] != b"3" else b"4") + pdf[place + 1 :]
        assert not judged(altered).is_valid, place - start


def test_file_cut_back_to_an_earlier_signature_is_unfinished() -> None:
    verdict = judged(signed()[: len(signed("B"))])
    assert (verdict.judgement, codes(verdict)) == ("invalid", {"incomplete"})
    assert [reason.party for reason in verdict.reasons] == [CLIENT.name]


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
def test_truncated_file_is_invalid(kept: float) -> None:
    assert judged(signed()[: int(len(signed()) * kept)]).judgement == "invalid"


def _rewritten(pdf: bytes, change: Callable[[pikepdf.Pdf], object], **options: object) -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        change(opened)
        opened.save(output, **options)  # type: ignore[arg-type]
    return output.getvalue()


def test_rewritten_file_is_invalid() -> None:
    assert judged(_rewritten(signed(), lambda pdf: None)).judgement == "invalid"


def test_removed_page_is_invalid() -> None:
    assert judged(_rewritten(signed(), lambda pdf: pdf.pages.__delitem__(3))).judgement == "invalid"


def test_encrypted_file_is_invalid() -> None:
    locked = _rewritten(signed(), lambda pdf: None, encryption=pikepdf.Encryption(owner="x", user=""))
    assert (judged(locked).judgement, codes(judged(locked))) == ("invalid", {"encrypted"})


def test_signature_range_that_leaves_out_a_part_is_invalid() -> None:
    """A shorter signed range, as in the known attacks on byte ranges: the signature covers its own range too."""
    last = [int(number) for number in signatures(signed())[-1].byte_range]
    shorter = re.sub(rb"%d\b(?=\s*\])" % last[3], b"%d" % (last[3] - 9), signed())
    assert shorter != signed()
    assert judged(shorter).judgement != "valid"


def _flip(pdf: bytes, place: int, bit: int) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ bit]) + pdf[place + 1 :]


@pytest.mark.parametrize(
    "endless",
    [b"\nstartxref\n9\n%%EOF\n" * 65, b"\nxref\n0 0\ntrailer\n<< /Size 1 /Prev 9 >>\n" * 2001],
    ids=["revisions", "chained sections"],
)
def test_a_file_made_to_keep_the_reader_busy_is_refused_before_it_is_read(
    endless: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_args: object) -> None:
        raise SystemExit("it was read")

    monkeypatch.setattr("contracts.documents.verify.examine", read)
    assert judged(signed() + endless).judgement == "invalid"
