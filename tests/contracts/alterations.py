"""The corpus: a signed contract altered in every way that we could think of, and what must be said of each file.

One row each: its name, how it is altered, the judgement, and a reason that must be among those given.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm

from contracts.documents.verdict import Judgement
from tests.contracts import altered_bytes as raw
from tests.contracts import altered_form as form
from tests.contracts import altered_pages as pages
from tests.contracts import altered_signers as signers
from tests.contracts.altered_objects import TEXT_PAGE
from tests.contracts.sealed_pdfs import authority, identity, prepared, rendered, sign, signed, updated
from tests.contracts.snapshots import AT

Change = Callable[[IncrementalPdfFileWriter], object]


@dataclass(frozen=True)
class Alteration:
    """One file of the corpus. `make` gives its bytes."""

    name: str
    make: Callable[[], bytes]
    judgement: Judgement
    reason: str


def _after(name: str, alter: Callable[[bytes], bytes], reason: str = "changed_after") -> Alteration:
    """Something that came to the finished file."""
    return Alteration(name, lambda: alter(signed()), "changed", reason)


def _update(name: str, change: Change, reason: str = "changed_after") -> Alteration:
    """One more revision, as anybody with a PDF library can append it, to the finished file."""
    return _after(f"{name} after the last signature", lambda pdf: updated(pdf, change), reason)


def _between(name: str, change: Change) -> Alteration:
    """The second signer signs a file that was altered after the first: valid to the eye of most readers."""
    return Alteration(
        f"{name} between the signatures", lambda: sign(updated(signed("B"), change), "A"), "changed", "changed_between"
    )


def _early(name: str, change: Change) -> Alteration:
    """Altered after it was certified and before anybody signed: both parties sign the altered file."""
    return Alteration(
        f"{name} before the first signature",
        lambda: signers.both(updated(prepared(), change)),
        "changed",
        "changed_between",
    )


def _inside(name: str, alter: Callable[[bytes], bytes], reason: str) -> Alteration:
    """Bytes that somebody signed are no longer what they were."""
    return Alteration(name, lambda: alter(signed()), "invalid", reason)


def _flip(name: str, place: raw.Place, reason: str) -> Alteration:
    return Alteration(f"a bit turned in {name}", lambda: raw.flip(place), "invalid", reason)


def _signer(name: str, make: Callable[[], bytes], reason: str) -> Alteration:
    return Alteration(name, make, "invalid", reason)


def _delete_page(opened: pikepdf.Pdf) -> None:
    del opened.pages[TEXT_PAGE]


APPENDED = (
    _after("a byte after the end", lambda pdf: pdf + b" "),
    _after("a second end of file", lambda pdf: pdf + b"\n%%EOF\n"),
    _after("another file after the end", lambda pdf: pdf + prepared()),
    _after("the whole file once more after its end", lambda pdf: pdf + pdf),
    _after("a revision without objects", raw.empty_update),
    _after("a page overridden by an object stream", raw.override_by_object_stream),
    _after("a third signature by a trusted certificate", form.sign_once_more),
    _update("paint on a page", pages.stamp_page),
    _update("the content of another page", pages.swap_page_content),
    _update("a page removed", pages.remove_page),
    _update("a page added", pages.repeat_page),
    _update("the pages in another order", pages.reorder_pages),
    _update("a page turned", pages.turn_page),
    _update("a page cropped", pages.crop_page),
    _update("another layer shown", pages.show_another_layer),
    _update("other characters to be read", pages.read_other_characters),
    _update("the glyphs of another font", pages.swap_glyphs),
    _update("a note on a page", pages.add_note),
    _update("a white stamp over the text", pages.cover_text),
    _update("a script that runs on opening", pages.run_script),
    _update("a link that starts a program", pages.launch_program),
    _update("another signature field", form.add_field),
    _update("a text field with a value", form.add_text_field),
    _update("another picture in a seal's place", form.fill_a_seal_again),
    _update("a seal hidden", form.hide_a_seal),
    _update("one party's handwriting in the other's box", form.borrow_a_handwriting),
    _update("a value in a form field", form.write_a_value),
    _update("a signature taken out", form.remove_signature, "signature_removed"),
    _update("signatures that change places", form.swap_signatures),
    _update("an empty form", form.replace_form, "signature_removed"),
    _update("the certification's field gone", form.forget_the_certification_field, "signature_removed"),
    _update("a certification that permits notes", form.permit_more),
    _update("an earlier date in a signature", form.date_back),
    _update("other terms", form.replace_terms),
    _update("a catalog that leads to other terms", form.point_to_other_terms),
    _update("another view of the document", form.change_catalog),
    _update("the same catalog once more", form.rewrite_catalog),
    _update("no certification", form.drop_certification),
    _update("a signature in the certification's place", form.certify_by_another),
    _update("other metadata", form.claim_another_author),
    _update("validation data of an archive", form.add_validation_data),
)
BETWEEN = (
    _between("paint on a page", pages.stamp_page),
    _between("a note on a page", pages.add_note),
    _between("another layer shown", pages.show_another_layer),
    _between("another picture in a seal's place", form.fill_a_seal_again),
    _between("another signature field", form.add_field),
    _between("other terms", form.replace_terms),
    _between("other metadata", form.claim_another_author),
    Alteration(
        "the other party's seal changed by the last signer",
        signers.seal_of_the_other_in_own_revision,
        "changed",
        "changed_between",
    ),
    _early("other terms", form.replace_terms),
    _early("paint on a page", pages.stamp_page),
    _early("a page removed", pages.remove_page),
    _after("a bit turned in a signature's padding", lambda pdf: raw.flipped(pdf, raw.in_the_padding(pdf))),
    _after("a signature's message partly in capitals", raw.mix_cases),
    _after("a note inside a signature's message", raw.smuggle_attribute),
    _after("another digest named in a signature's message", raw.name_another_digest),
    _after("a gap around the signature left by its signer", raw.wide_gap),
    _after("an end that the last signer left out", raw.open_end),
    _after("a beginning that the last signer left out", raw.open_beginning),
)
INSIDE = (
    _flip("the text", raw.in_the_text, "certification_broken"),
    _flip("the catalog", raw.in_the_catalog, "certification_broken"),
    _flip("the certification's reason", raw.in_the_reason, "certification_broken"),
    _flip("the certification itself", raw.in_the_certification, "unreadable"),
    _flip("the first handwriting", raw.in_the_first_handwriting, "signature_broken"),
    _flip("the first seal", raw.in_the_first_seal, "signature_broken"),
    _flip("the last handwriting", raw.in_the_last_handwriting, "signature_broken"),
    _flip("the last signature", raw.in_the_last_signature, "unreadable"),
    _flip("the last cross-references", raw.in_the_last_references, "unreadable"),
    _inside(
        "an older version of the format claimed",
        lambda pdf: pdf.replace(b"%PDF-1.7", b"%PDF-1.4", 1),
        "certification_broken",
    ),
    _inside("one party's message in both places", raw.repeat_message, "signature_broken"),
    _inside("an empty message", raw.empty_message, "unreadable"),
    _inside("a signed range that leaves out the end", raw.leave_out_the_end, "signature_broken"),
    _inside("a signed range that overlaps itself", raw.overlap, "signature_broken"),
    _inside("a signed range of two numbers", raw.range_of_two, "signature_broken"),
    _inside("a tenth of the file", lambda pdf: pdf[: len(pdf) // 10], "unreadable"),
    _inside("all but the last thousandth of the file", lambda pdf: pdf[: len(pdf) * 999 // 1000], "unreadable"),
    _inside("the first signature alone", lambda pdf: pdf[: len(signed("B"))], "incomplete"),
    _inside("the certified text alone", lambda pdf: pdf[: len(prepared())], "incomplete"),
    _inside("the text before it was certified", lambda _: rendered().pdf, "no_signature"),
    _inside("the file written anew", raw.rewritten, "certification_broken"),
    _inside(
        "the file written anew without a page", lambda pdf: raw.rewritten(pdf, _delete_page), "certification_broken"
    ),
    _inside(
        "the file made for reading in the web", lambda pdf: raw.rewritten(pdf, linearize=True), "certification_broken"
    ),
    _inside(
        "seals and handwriting without signatures", lambda pdf: raw.rewritten(pdf, raw.keep_looks_only), "no_signature"
    ),
    _inside(
        "the file encrypted",
        lambda pdf: raw.rewritten(pdf, encryption=pikepdf.Encryption(owner="x", user="")),
        "encrypted",
    ),
)
SIGNED_WRONGLY = (
    _signer(
        "all of it from another installation",
        lambda: signers.certified_by(authority("another").certifier(at=AT)),
        "certification_untrusted",
    ),
    _signer(
        "a signature from another installation",
        lambda: signers.last(identity("A", name="another")),
        "signature_untrusted",
    ),
    _signer(
        "an authority that carries our authority's name",
        lambda: signers.last(
            signers.look_alike().issue_party_certificate(
                party_name="上海星河娱乐集团有限公司", signer_name="周慧敏", uscc="91310106MA1FY4A12X", at=AT
            )
        ),
        "signature_untrusted",
    ),
    _signer(
        "a text frozen under our authority's name by somebody else",
        lambda: signers.certified_by(signers.look_alike().certifier(at=AT)),
        "certification_untrusted",
    ),
    _signer("a text frozen by a party", lambda: signers.certified_by(identity("A")), "certification_untrusted"),
    _signer(
        "a certificate issued by a party", lambda: signers.last(signers.issued(by_party=True)), "signature_untrusted"
    ),
    _signer(
        "a certificate that may only lock",
        lambda: signers.last(signers.issued(usage=signers.encipherment())),
        "signature_untrusted",
    ),
    _signer(
        "a certificate that had run out at signing",
        lambda: signers.last(identity("A", at=signers.LONG_AGO, years=1)),
        "certificate_expired",
    ),
    _signer(
        "a certificate that had run out, and an earlier date",
        lambda: signers.last(identity("A", at=signers.LONG_AGO, years=1), at=signers.LONG_AGO),
        "certificate_expired",
    ),
    _signer(
        "a date before the certificate", lambda: signers.last(identity("A"), at=signers.LONG_AGO), "outside_validity"
    ),
    _signer("one party's certificate for both", lambda: signers.last(identity("B")), "other_signer"),
    _signer(
        "a digest by SHA-1",
        lambda: signers.by_hand(signed("B"), identity("A").signer, md_algorithm="sha1"),
        "signature_untrusted",
    ),
    _signer("a text that was not frozen", lambda: signers.certified_as(False, MDPPerm.FILL_FORMS), "not_certified"),
    _signer("a text frozen for notes", lambda: signers.certified_as(True, MDPPerm.ANNOTATE), "not_certified"),
    _signer("a text frozen against signing", lambda: signers.certified_as(True, MDPPerm.NO_CHANGES), "not_certified"),
)
CORPUS = (*APPENDED, *BETWEEN, *INSIDE, *SIGNED_WRONGLY)
