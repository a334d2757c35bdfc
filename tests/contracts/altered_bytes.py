"""Changes by hand, byte for byte: what sits in a file that somebody edits without any library."""

import re
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO

import pikepdf
from asn1crypto import cms, core, parser
from pyhanko.pdf_utils.reader import PdfFileReader

from contracts.documents.awaiting import run_now
from tests.contracts.sealed_pdfs import identity, prepared, signatures, signed

Place = Callable[[bytes], int]
Range = tuple[int, int, int, int]


def flipped(pdf: bytes, place: int, bit: int = 1) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ bit]) + pdf[place + 1 :]


def flip(place: Place) -> bytes:
    """The signed contract with one bit turned at this place."""
    return flipped(signed(), place(signed()))


def in_the_text(pdf: bytes) -> int:
    return pdf.index(b"stream") + 400


def in_the_catalog(pdf: bytes) -> int:
    return pdf.rindex(b"/Catalog", 0, len(prepared())) + 3


def in_the_reason(pdf: bytes) -> int:
    return pdf.index(b"/Reason") + 20


def in_the_certification(pdf: bytes) -> int:
    return pdf.index(b"/Contents <") + 900


def in_the_first_handwriting(pdf: bytes) -> int:
    return pdf.index(b"stream\n", len(prepared())) + 50


def in_the_first_seal(_pdf: bytes) -> int:
    return len(prepared()) + 40_000


def in_the_last_handwriting(pdf: bytes) -> int:
    return pdf.index(b"stream\n", len(signed("B"))) + 50


def in_the_last_signature(pdf: bytes) -> int:
    return pdf.rindex(b"/Contents <") + 900


def in_the_last_references(pdf: bytes) -> int:
    return len(pdf) - 40


def in_the_padding(pdf: bytes) -> int:
    """The only bytes of a signed PDF that no signature covers: zeros behind the last signature's message."""
    start, end = _gaps(pdf)[-1]
    after: int = start + 2 * parser.peek(signatures(pdf)[-1].pkcs7_content)
    assert after + 4 < end
    return after + 3


def _gaps(pdf: bytes) -> list[tuple[int, int]]:
    """Where the signatures themselves stand, certification first, without their brackets."""
    ranges = [[int(number) for number in each.byte_range] for each in signatures(pdf)]
    return [(before + 1, after - 1) for _, before, after, _ in ranges]


def repeat_message(pdf: bytes) -> bytes:
    """The last party's signature in the first one's place too."""
    return _with_message(pdf, signatures(pdf)[2].pkcs7_content, 1)


def empty_message(pdf: bytes) -> bytes:
    start, end = _gaps(pdf)[-1]
    return pdf[:start] + b"0" * (end - start) + pdf[end:]


def mix_cases(pdf: bytes) -> bytes:
    """The same message, its beginning in letters of the other case: another file of the same meaning."""
    start = _gaps(pdf)[-1][0]
    return pdf[:start] + pdf[start : start + 40].swapcase() + pdf[start + 40 :]


def _with_message(pdf: bytes, message: bytes, nth: int = -1) -> bytes:
    start, end = _gaps(pdf)[nth]
    assert 2 * len(message) <= end - start
    return pdf[:start] + message.hex().encode().ljust(end - start, b"0") + pdf[end:]


def smuggle_attribute(pdf: bytes) -> bytes:
    """The last message with a part of its own that its signature does not cover."""
    message = cms.ContentInfo.load(signatures(pdf)[-1].pkcs7_content)
    note = cms.CMSAttribute({"type": "1.2.3.4", "values": [core.Any(core.UTF8String("5% -> 1%"))]})
    message["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([note])
    return _with_message(pdf, message.dump(force=True))


def name_another_digest(pdf: bytes) -> bytes:
    message = cms.ContentInfo.load(signatures(pdf)[-1].pkcs7_content)
    message["content"]["digest_algorithms"].append(cms.DigestAlgorithm({"algorithm": "sha1"}))
    return _with_message(pdf, message.dump(force=True))


def _ranged(pdf: bytes, change: Callable[[Range], tuple[int, ...]]) -> bytes:
    """The last signature naming another range, in as many bytes as before."""
    found = list(re.finditer(rb"/ByteRange\s*\[([^\]]*)\]", pdf))[-1]
    first, before, after, rest = (int(number) for number in found[1].split())
    written = b" ".join(b"%d" % number for number in change((first, before, after, rest)))
    room = found.end(1) - found.start(1)
    assert len(written) <= room
    return pdf[: found.start(1)] + written.ljust(room) + pdf[found.end(1) :]


def leave_out_the_end(pdf: bytes) -> bytes:
    return _ranged(pdf, lambda r: (r[0], r[1], r[2], r[3] - 9))


def range_of_two(pdf: bytes) -> bytes:
    return _ranged(pdf, lambda r: r[:2])


def overlap(pdf: bytes) -> bytes:
    return _ranged(pdf, lambda r: (r[0], r[1], r[1] - 9, r[3]))


def signed_with(pdf: bytes, change: Callable[[Range], tuple[int, ...]]) -> bytes:
    """Such a range made by the last signer, who holds the key and signs exactly what it names."""
    altered = _ranged(pdf, change)
    numbers = [int(number) for number in signatures(altered)[-1].byte_range]
    covered = b"".join(altered[at : at + length] for at, length in zip(numbers[::2], numbers[1::2], strict=True))
    signer = identity("A").signer
    message = run_now(lambda: signer.async_sign(sha256(covered).digest(), "sha256", use_pades=True))
    start, end = _gaps(pdf)[-1]
    written: bytes = message.dump().hex().encode()
    assert len(written) <= end - start
    return altered[:start] + written.ljust(end - start, b"0") + altered[end:]


def wide_gap(pdf: bytes) -> bytes:
    """The last signer leaves out what stands before the signature: room to write into later."""
    return signed_with(pdf, lambda r: (r[0], r[1] - 20, r[2], r[3]))


def open_end(pdf: bytes) -> bytes:
    return signed_with(pdf, lambda r: (r[0], r[1], r[2], r[3] - 9))


def open_beginning(pdf: bytes) -> bytes:
    return signed_with(pdf, lambda r: (9, r[1] - 9, r[2], r[3]))


def override_by_object_stream(pdf: bytes) -> bytes:
    """A page dictionary once more, hidden in an object stream behind a cross-reference stream."""
    reader = PdfFileReader(BytesIO(pdf))
    target = reader.root["/Pages"]["/Kids"].raw_get(3)
    size, last = int(reader.trailer["/Size"]), int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    body = b"%d 0 <</Type/Page /MediaBox[0 0 595 842]>>" % target.idnum
    first = body.index(b"<<")
    at = len(pdf)
    packed = b"%d 0 obj\n<</Type/ObjStm /N 1 /First %d /Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        size,
        first,
        len(body),
        body,
    )
    rows = b"".join(
        kind + place.to_bytes(4, "big") + nth.to_bytes(2, "big")
        for kind, place, nth in ((b"\2", size, 0), (b"\1", at, 0), (b"\1", at + len(packed), 0))
    )
    root = reader.trailer.raw_get("/Root").idnum
    table = (
        b"%d 0 obj\n<</Type/XRef /Size %d /Root %d 0 R /Prev %d /W[1 4 2] /Index[%d 1 %d 2] /Length %d>>\n"
        b"stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
    ) % (size + 1, size + 2, root, last, target.idnum, size, len(rows), rows, at + len(packed))
    return pdf + packed + table


def empty_update(pdf: bytes) -> bytes:
    """A revision without any object."""
    reader = PdfFileReader(BytesIO(pdf))
    last = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    root, size = reader.trailer.raw_get("/Root").idnum, int(reader.trailer["/Size"])
    trailer = b"xref\n0 0\ntrailer\n<</Size %d /Root %d 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return pdf + trailer % (size, root, last, len(pdf))


def rewritten(pdf: bytes, change: Callable[[pikepdf.Pdf], object] = lambda _: None, **options: object) -> bytes:
    """Written anew by another program."""
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        change(opened)
        opened.save(output, **options)  # type: ignore[arg-type]
    return output.getvalue()


def keep_looks_only(opened: pikepdf.Pdf) -> None:
    """Handwriting and seals become mere stamps: to the eye it is the same file, and nothing in it is signed."""
    del opened.Root.AcroForm
    del opened.Root.Perms
    for page in opened.pages:
        for annotation in page.get("/Annots", []):
            if annotation.Subtype == "/Widget":
                annotation.Subtype = pikepdf.Name.Stamp
