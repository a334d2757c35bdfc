"""Judges a PDF: valid, changed after signing, or invalid. Whatever it is given, it answers and never raises."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from pyhanko.pdf_utils.misc import PdfDecodeLimitError

from contracts.documents.examination import MOST_SIGNATURES, Examination, after_change, examine
from contracts.documents.revisions import signed_lengths
from contracts.documents.trust import TrustRoots
from contracts.documents.verdict import IdentityKind, Judgement, Reason, Verdict

MAX_BYTES = 64 * 1024 * 1024
# No file of ours has as many revisions, or cross-reference sections in a chain; following a hostile chain takes
# minutes.
_MOST_REVISIONS = 64
_MOST_LINKS = 2000

_CHANGES = {"changed_after", "changed_between"}

# What the library would log about hostile files is in the verdict.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


def verify(pdf: bytes, trust: TrustRoots, *, at: datetime | None = None) -> Verdict:
    """The verdict on a file as of `at` (default: now).

    `valid` means: certified by a trusted installation, signed by every party the certified terms name, each signature
    intact and trusted, and not one byte that nobody signed. `changed` means that this once was so up to some point of
    the file, or that the certified text still stands, but something was added that no party signed. All else is
    `invalid`, an authentic file that lacks a signature included.
    """
    moment = at or datetime.now(UTC)
    if len(pdf) > MAX_BYTES:
        return _invalid(Reason("too_big"))
    if not pdf.startswith(b"%PDF-"):
        return _invalid(Reason("not_pdf"))
    if pdf.count(b"startxref") > _MOST_REVISIONS or pdf.count(b"/Prev") > _MOST_LINKS:
        return _invalid(Reason("unreadable"))
    whole = _examined(pdf, trust, moment)
    if whole.is_sound:
        reasons = tuple(Reason("incomplete", party=party.name) for party in whole.missing)
        return _verdict("invalid" if reasons else "valid", whole, reasons)
    before = _last_sound(pdf, trust, moment)
    # On an unfinished file, a signature that does not count or a broken end is no later change, but a failed forgery
    # or damage.
    only_changed = bool(whole.signatures) and {reason.code for reason in whole.faults} <= _CHANGES
    if before is None or not (before.is_complete or only_changed):
        return _verdict("invalid", whole, whole.faults)
    kept = {signature.field for signature in whole.signatures if signature.intact and signature.trusted}
    removed = [Reason("signature_removed", s.field) for s in before.signatures if s.field not in kept]
    reasons = (*removed, *(whole.faults if not removed else ()), Reason("changed_after"))
    changed = Examination(after_change(before), before.contract)
    return _verdict("changed", changed, tuple(dict.fromkeys(reasons)))


def _examined(pdf: bytes, trust: TrustRoots, at: datetime) -> Examination:
    try:
        return examine(pdf, trust, at)
    except (MemoryError, SystemError, PdfDecodeLimitError):
        # Python sometimes forgets to say that memory ran out, and raises a SystemError without words.
        return Examination(faults=(Reason("too_heavy"),))
    except Exception:  # noqa: BLE001  # hostile files break readers in endless ways; all of them mean the same
        return Examination(faults=(Reason("unreadable"),))


def _last_sound(pdf: bytes, trust: TrustRoots, at: datetime) -> Examination | None:
    """The longest beginning of the file that is sound by itself: what was there before it was changed."""
    for length in signed_lengths(pdf, at_most=MOST_SIGNATURES):
        examination = _examined(pdf[:length], trust, at)
        if examination.is_sound:
            return examination
    return None


def _invalid(reason: Reason) -> Verdict:
    return Verdict("invalid", reasons=(reason,))


def _verdict(judgement: Judgement, examination: Examination, reasons: tuple[Reason, ...]) -> Verdict:
    contract = examination.contract
    return Verdict(
        judgement=judgement,
        identity=_identity(examination),
        signatures=examination.signatures,
        contract_number=contract.number if contract else "",
        version=contract.version if contract else None,
        form=contract.form if contract else "",
        terms=contract.terms if contract else (),
        reasons=reasons,
    )


def _identity(examination: Examination) -> IdentityKind:
    """The weakest of the parties' identities; the certification says nothing about a person."""
    kinds = {signature.identity for signature in examination.signatures[1:]}
    if not kinds or "unknown" in kinds:
        return "unknown"
    return "installation" if "installation" in kinds else "licensed"
