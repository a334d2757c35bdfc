"""Whose signature counts, and files that were never contracts: there is always a verdict, never an exception."""

import json
import os
import zlib
from datetime import timedelta
from io import BytesIO

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from contracts.documents.signing import prepare_for_signing
from contracts.documents.trust import TrustRoots
from contracts.documents.verdict import JUDGEMENTS
from contracts.documents.verify import MAX_BYTES, verify
from tests.contracts.sealed_pdfs import authority, codes, identity, judged, prepared, rendered, sign, signed, trust
from tests.contracts.snapshots import AT, CLIENT, PROVIDER, snapshot


def test_another_installations_contract_is_not_trusted_here() -> None:
    verdict = verify(signed(), trust("another"), at=AT)

    assert (verdict.judgement, verdict.exit_code, verdict.identity) == ("invalid", 2, "unknown")
    assert codes(verdict) == {"certification_untrusted", "signature_untrusted"}
    assert all(report.intact and not report.trusted for report in verdict.signatures)
    assert verdict.terms == ()


def test_signature_from_another_installation_is_not_trusted() -> None:
    verdict = judged(sign(signed("B"), "A", by=identity("A", name="another")))
    assert verdict.judgement == "invalid"
    assert [(r.code, r.field) for r in verdict.reasons] == [("signature_untrusted", "Signature_A")]


def test_certificate_that_has_run_out_is_invalid_without_a_timestamp() -> None:
    old = identity("A", at=AT, years=1)
    file = sign(signed("B"), "A", by=old)

    assert verify(file, trust(), at=AT + timedelta(days=300)).is_valid
    late = verify(file, trust(), at=AT + timedelta(days=400))
    assert (late.judgement, codes(late)) == ("invalid", {"certificate_expired"})


def test_signature_dated_before_its_certificate_is_invalid() -> None:
    verdict = judged(sign(signed("B"), "A", by=identity("A"), at=AT - timedelta(days=20)))
    assert (verdict.judgement, codes(verdict)) == ("invalid", {"outside_validity"})


def test_certificate_of_one_party_cannot_sign_for_the_other() -> None:
    verdict = judged(sign(signed("B"), "A", by=identity("B")))
    assert verdict.judgement == "invalid"
    assert [(r.code, r.field, r.party) for r in verdict.reasons] == [("other_signer", "Signature_A", CLIENT.name)]


def test_party_cannot_certify_a_text_of_its_own() -> None:
    forged = prepare_for_signing(rendered(), authority(), at=AT, certifier=identity("A"))
    verdict = judged(sign(sign(forged, "B"), "A"))

    assert verdict.judgement == "invalid"
    assert "certification_untrusted" in codes(verdict)
    assert verdict.terms == ()


def test_certifying_key_from_elsewhere_counts_when_it_is_named() -> None:
    elsewhere = authority("elsewhere").certifier(at=AT)
    file = prepare_for_signing(rendered(), authority(), at=AT, certifier=elsewhere)
    roots = (authority().root, authority("elsewhere").root)

    assert codes(verify(file, TrustRoots(roots[:1]), at=AT)) == {"certification_untrusted"}
    assert codes(verify(file, TrustRoots(roots[:1], roots[1:]), at=AT)) == {"certification_untrusted"}
    named = TrustRoots(roots[:1], roots[1:], certifiers=(elsewhere.certificate,))
    assert codes(verify(file, named, at=AT)) == {"incomplete"}


def test_identity_is_licensed_only_when_every_partys_certificate_is() -> None:
    half = sign(signed("B"), "A", by=identity("A", name="licensed"))
    both = sign(sign(prepared(), "B", by=identity("B", name="licensed")), "A", by=identity("A", name="licensed"))
    roots = TrustRoots((authority().root,), (authority("licensed").root,))

    assert (verify(half, roots, at=AT).judgement, verify(half, roots, at=AT).identity) == ("valid", "installation")
    assert (verify(both, roots, at=AT).judgement, verify(both, roots, at=AT).identity) == ("valid", "licensed")


@pytest.mark.parametrize(
    ("certify", "permission"),
    [(False, MDPPerm.FILL_FORMS), (True, MDPPerm.ANNOTATE), (True, MDPPerm.NO_CHANGES)],
    ids=["not certified", "certified for notes", "certified for nothing"],
)
def test_text_that_was_not_frozen_for_signing_is_invalid(certify: bool, permission: MDPPerm) -> None:
    meta = PdfSignatureMetadata(
        field_name="Certification", certify=certify, docmdp_permissions=permission, subfilter=SigSeedSubFilter.PADES
    )
    signer = PdfSigner(meta, authority().certifier(at=AT).signer, new_field_spec=SigFieldSpec("Certification"))
    file = signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(rendered().pdf))).getvalue()

    assert (judged(file).judgement, codes(judged(file))) == ("invalid", {"not_certified"})


def test_unsigned_contract_is_invalid() -> None:
    assert codes(judged(rendered().pdf)) == {"no_signature"}


def test_terms_are_read_back_as_they_were_agreed() -> None:
    agreed = [
        {
            "name": term.name,
            "label": term.label,
            "clause": term.clause_number,
            "value": dict(term.value or {}),
            "display": term.display,
        }
        for term in snapshot().terms[:1]
    ]
    assert list(judged(signed()).terms) == agreed


def test_verdict_as_json_holds_everything() -> None:
    data = json.loads(json.dumps(judged(signed()).as_json()))

    assert data["judgement"] == "valid"
    assert data["contract_number"] == "FC-2026-0117"
    assert data["signatures"][1]["party"] == PROVIDER.name
    assert data["signatures"][1]["signed_at"] == AT.isoformat()
    assert data["terms"][0]["value"] == {"type": "hours", "value": 24}
    assert data["reasons"] == []


def _object_pdf(*objects: bytes) -> bytes:
    """A PDF with a proper cross-reference table, made of these objects; the first is the catalog."""
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        content
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        + table
        + b"trailer\n<</Root 1 0 R /Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(content))
    )


GARBAGE = {
    "nothing": b"",
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "text": "不是PDF".encode(),
    "a header alone": b"%PDF-1.7\n",
    "noise": b"%PDF-1.7\n" + os.urandom(20_000),
    "a header and zeros": b"%PDF-1.7\n" + b"\0" * 1_000_000,
    "many signatures that are none": b"%PDF-1.7\n" + b"/ByteRange [0 9 9 9]\n" * 100_000,
    "a loop of cross-references": b"%PDF-1.7\nxref\n0 0\ntrailer\n<</Root 1 0 R /Prev 9>>\nstartxref\n9\n%%EOF\n",
    "a loop of pages": _object_pdf(b"<</Type/Catalog /Pages 2 0 R>>", b"<</Type/Pages /Kids [2 0 R] /Count 1>>"),
    "a loop of fields": _object_pdf(
        b"<</Type/Catalog /Pages 2 0 R /AcroForm<</Fields [3 0 R]>>>>",
        b"<</Type/Pages /Kids [] /Count 0>>",
        b"<</T (a) /Kids [3 0 R]>>",
    ),
    "deep nesting": _object_pdf(b"<</Type/Catalog /A " + b"[" * 50_000 + b"]" * 50_000 + b">>"),
    "a signature made of rubbish": _object_pdf(
        b"<</Type/Catalog /Pages 2 0 R /AcroForm<</Fields [3 0 R]>> /Perms<</DocMDP 4 0 R>>>>",
        b"<</Type/Pages /Kids [] /Count 0>>",
        b"<</T (Certification) /FT/Sig /V 4 0 R>>",
        b"<</Type/Sig /SubFilter/ETSI.CAdES.detached /ByteRange [0 10 20 30] /Contents <00>>>",
    ),
}


@pytest.mark.parametrize("content", GARBAGE.values(), ids=GARBAGE.keys())
def test_anything_else_gets_a_verdict_and_never_an_exception(content: bytes) -> None:
    is_no_contract(content)


def is_no_contract(content: bytes) -> None:
    verdict = judged(content)

    assert (verdict.judgement, verdict.exit_code, verdict.signatures, verdict.terms) == ("invalid", 2, (), ())
    assert [str(reason.message) for reason in verdict.reasons]


def test_a_bomb_gets_a_verdict_too() -> None:
    packed = zlib.compress(zlib.compress(b"\0" * 300_000_000, 9), 9)
    stream = b"<</Type/ObjStm /N 1 /First 5 /Filter [/FlateDecode /FlateDecode] /Length %d>>\nstream\n%s\nendstream"
    catalog = b"<</Type/Catalog /Pages 2 0 R /AcroForm 2 0 R>>"
    is_no_contract(_object_pdf(catalog, stream % (len(packed), packed)))


def test_oversized_file_is_not_even_opened() -> None:
    assert codes(judged(b"%PDF-1.7\n" + bytes(MAX_BYTES))) == {"too_big"}


def test_every_judgement_has_words() -> None:
    assert {name: bool(str(words)) for name, words in JUDGEMENTS.items()} == {
        "valid": True,
        "changed": True,
        "invalid": True,
    }
