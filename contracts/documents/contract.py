"""The contract as a PDF: cover, contents, parties, clauses, annexes, signature page, with its terms embedded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

import contracts.documents.refusals  # noqa: F401  # declares what may be refused here
from contracts.documents.bilingual import Reader
from contracts.documents.fitting import cut, title_parts, title_size
from contracts.documents.printed_clauses import clauses_of
from contracts.documents.snapshot import AmendmentSnapshot, ContractSnapshot, PartySnapshot
from contracts.documents.terms_file import CLAUSES_FILE, TERMS_FILE, clauses_json, terms_json
from contracts.documents.wording import html_language, word, words
from contracts.domain.texts.annex_names import annex_label
from contracts.domain.texts.clause_labels import clause_label
from foundation.pdf import ARCHIVAL, Attachment, Box, Layout, lay_out
from foundation.refusals import Refused

_DETAILS = ("uscc", "legal_representative", "address", "phone", "email", "contact", "bank", "bank_account")
_ENGAGEMENT = ("engaged_for", "fee", "cap")
_PARTIES_IN_A_ROW = 2
_SIDES = 2


@dataclass(frozen=True)
class RenderedContract:
    """A contract's PDF before any signature.

    `pages`: clause number to the page where it begins, counted from 1. `signature_boxes`: party key to the place of its
    signature and seal, in points. `terms_sha256`: digest of the embedded terms, as printed on the signature page.
    """

    pdf: bytes
    pages: Mapping[str, int]
    signature_boxes: Mapping[str, Box]
    page_count: int
    terms_sha256: str


def render_contract(snapshot: ContractSnapshot) -> RenderedContract:
    """Prints the snapshot; the same snapshot gives the same bytes.

    Raises Refused `contracts.glyph_missing` for a character that no font can print.
    """
    terms = terms_json(snapshot)
    digest = hashlib.sha256(terms).hexdigest()
    try:
        layout = lay_out(contract_html(snapshot, digest), stylesheets=stylesheets())
        pages = _pages(snapshot, layout)
        content = layout.pdf(attachments=_attachments(snapshot, terms, pages, digest), variant=ARCHIVAL)
    except Refused as refused:
        if refused.code == "foundation.glyph_missing":
            raise Refused("contracts.glyph_missing", chars=refused.params["chars"]) from refused
        raise
    return RenderedContract(
        pdf=content,
        pages=pages,
        signature_boxes={key: layout.boxes[f"signature-{key}"] for key, _ in snapshot.keyed_parties},
        page_count=layout.page_count,
        terms_sha256=digest,
    )


def stylesheets() -> tuple[Path, ...]:
    folder = Path(settings.BASE_DIR) / "templates" / "contracts" / "pdf"
    return folder / "page.css", folder / "contract.css"


def contract_html(snapshot: ContractSnapshot, terms_sha256: str) -> str:
    """The page source: everything that people typed is escaped, nothing is fetched and no style is inline."""
    language, reader = snapshot.language, Reader.of(snapshot)
    title = snapshot.title_en if language == "en" else snapshot.title_zh
    return render_to_string(
        "contracts/pdf/contract.html",
        {
            "contract": snapshot,
            "language": html_language(language),
            "words": reader.words(),
            "amendments": _amendments(snapshot),
            "amendment_title": reader.word("amendment").replace("{}", str(snapshot.amendment.number))
            if snapshot.amendment
            else "",
            "title": title,
            "title_parts": title_parts(title),
            "running_title": cut(title, 30),
            "running_number": cut(snapshot.number, 13),
            "title_size": title_size(title),
            "other_title": snapshot.title_zh if language == "en" else snapshot.title_en,
            "parties": [_printed_party(key, party, reader) for key, party in snapshot.keyed_parties],
            "clauses": clauses_of(snapshot),
            "breaches": _breaches(snapshot, reader),
            "annexes": _annexes(snapshot, reader),
            "glossary": _glossary(snapshot, reader),
            "signature_rows": _signature_rows(snapshot, reader),
            "digest": [terms_sha256[at : at + 8] for at in range(0, 64, 8)],
        },
    )


def _amendments(snapshot: ContractSnapshot) -> list[tuple[str, dict[str, str], AmendmentSnapshot]]:
    """What an amendment changes, in each language: its tag, its fixed words, the changes."""
    versions = [snapshot, *([snapshot.reading] if snapshot.reading else [])]
    note = "changes_note" if len(snapshot.parties) == _SIDES else "changes_note_third"
    return [
        (
            html_language(each.language),
            {**words(each.language), "changes_note": word(note, each.language)},
            each.amendment,
        )
        for each in versions
        if each.amendment
    ]


def _breaches(snapshot: ContractSnapshot, reader: Reader) -> list[tuple[str, str, str]]:
    labels = {clause.number: clause_label(clause.kind, clause.number, snapshot.language) for clause in snapshot.clauses}
    return [
        (
            reader.text(each.text, other.text),
            reader.word(each.fault),
            labels.get(each.clause_number, each.clause_number),
        )
        for each, other in reader.pairs(snapshot.breaches, snapshot.reading.breaches if snapshot.reading else None)
    ]


def _annexes(snapshot: ContractSnapshot, reader: Reader) -> list[tuple[str, str]]:
    pairs = reader.pairs(snapshot.annexes, snapshot.reading.annexes if snapshot.reading else None)
    return [
        (annex_label(nth, snapshot.language), reader.text(each.title, other.title))
        for nth, (each, other) in enumerate(pairs, 1)
    ]


def _glossary(snapshot: ContractSnapshot, reader: Reader) -> list[tuple[str, str]]:
    pairs = reader.pairs(snapshot.glossary, snapshot.reading.glossary if snapshot.reading else None)
    return [(reader.text(each.word, other.word), reader.text(each.meaning, other.meaning)) for each, other in pairs]


def _printed_party(key: str, party: PartySnapshot, reader: Reader) -> dict[str, object]:
    printed = (*_DETAILS, *_ENGAGEMENT)
    details = [(reader.word(name), getattr(party, name)) for name in printed if getattr(party, name)]
    return {"key": key, "label": reader.word(party.side), "role": party.role, "name": party.name, "details": details}


def _signature_rows(snapshot: ContractSnapshot, reader: Reader) -> list[list[dict[str, object]]]:
    parties = [_printed_party(key, party, reader) for key, party in snapshot.keyed_parties]
    return [parties[at : at + _PARTIES_IN_A_ROW] for at in range(0, len(parties), _PARTIES_IN_A_ROW)]


def _pages(snapshot: ContractSnapshot, layout: Layout) -> dict[str, int]:
    return {clause.number: layout.boxes[clause.anchor].page for clause in snapshot.clauses}


def _attachments(
    snapshot: ContractSnapshot, terms: bytes, pages: Mapping[str, int], digest: str
) -> Sequence[Attachment]:
    at = snapshot.generated_at
    return (
        Attachment(TERMS_FILE, terms, word("terms_file", snapshot.language), at),
        Attachment(CLAUSES_FILE, clauses_json(snapshot, pages, digest), word("contents", snapshot.language), at),
    )
