"""What the revisions of a signed PDF hold, and what they may hold."""

from __future__ import annotations

from collections.abc import Iterator

from asn1crypto import parser
from asn1crypto.cms import CMSAttributes
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from contracts.documents.field_names import seal_field, signature_field
from contracts.documents.terms_file import TERMS_FILE, EmbeddedContract, read_terms


def signed_lengths(pdf: bytes, at_most: int) -> Iterator[int]:
    """The lengths at which signatures in the file say that it ended, longest first: where to cut off what came later.

    Only the first `at_most` signatures in the file count, for what was added later stands behind them."""
    ends: set[int] = set()
    start = pdf.find(b"/ByteRange")
    while start >= 0 and len(ends) < at_most:
        numbers = pdf[start + 10 : start + 80].partition(b"]")[0].strip(b" [\r\n").split()
        if len(numbers) == 4 and all(number.isdigit() for number in numbers):
            ends.add(int(numbers[2]) + int(numbers[3]))
        start = pdf.find(b"/ByteRange", start + 10)
    yield from sorted((end for end in ends if 0 < end < len(pdf)), reverse=True)


def certified_contract(reader: PdfFileReader, revision: int) -> EmbeddedContract | None:
    """What `terms.json` said in a revision; None when there is none, or none of ours."""
    try:
        entries = list(reader.get_historical_resolver(revision).root["/Names"]["/EmbeddedFiles"]["/Names"])
        for name, specification in zip(entries[::2], entries[1::2], strict=True):
            if name == TERMS_FILE:
                return read_terms(specification.get_object()["/EF"]["/F"].data)
    except (KeyError, ValueError, TypeError, AttributeError):
        pass  # the caller says so
    return None


def nothing_hides_in_the_gap(pdf: bytes, signature: EmbeddedPdfSignature, chain: frozenset[bytes]) -> bool:
    """The gap in the signed range must hold the signature, zeros, and nothing else: nobody signs those bytes."""
    _, before, after, _ = (int(number) for number in signature.byte_range)
    content = signature.pkcs7_content
    written = b"<" + content.hex().encode() + b">"
    in_the_file = pdf[before:after] in (written, written.upper())
    return in_the_file and not any(content[parser.peek(content) :]) and _nothing_hides_in_the_message(signature, chain)


def _nothing_hides_in_the_message(signature: EmbeddedPdfSignature, chain: frozenset[bytes]) -> bool:
    """The signature's message has parts of its own that nobody signs; they must be as any signer writes them."""
    signed = signature.signed_data
    algorithms = [each.native for each in signed["digest_algorithms"]]
    certificates = [choice.chosen.dump() for choice in signed["certificates"]]
    return (
        signed["version"].native == signature.signer_info["version"].native == "v1"
        and algorithms == [signature.signer_info["digest_algorithm"].native]
        and len(certificates) == len(set(certificates))
        and set(certificates) <= {signature.signer_cert.dump(), *chain}
        and signed["encap_content_info"]["content_type"].native == "data"
        and signed["crls"].native is None
        and _is_timestamp_at_most(signature.signer_info["unsigned_attrs"])
    )


def _is_timestamp_at_most(unsigned: CMSAttributes) -> bool:
    """Of what a signature may carry beside what it signs, only one timestamp, which another authority signs."""
    return (
        all(
            attribute["type"].native == "signature_time_stamp_token" and len(attribute["values"]) == 1
            for attribute in unsigned
        )
        and len(unsigned) <= 1
    )


def touches_own_fields_only(reader: PdfFileReader, signature: EmbeddedPdfSignature) -> bool:
    """Whether the signature's revision changes, of all that was there before, only its party's own fields."""
    revision = reader.get_historical_resolver(signature.signed_revision)
    before = reader.get_historical_resolver(signature.signed_revision - 1)
    changed = {ref for ref in revision.explicit_refs_in_revision() if not before.is_ref_unassignable(ref)}
    return changed <= _own_fields(before, signature.field_name)


def _own_fields(revision: HistoricalResolver, name: str) -> set[generic.Reference]:
    own = set()
    for item in revision.root["/AcroForm"]["/Fields"]:
        field_name = item.get_object().get("/T")
        if field_name == name:
            own.add(item.reference)
        elif field_name == seal_field(name.removeprefix(signature_field(""))):
            own.update(kid.reference for kid in item.get_object()["/Kids"])
    return own
