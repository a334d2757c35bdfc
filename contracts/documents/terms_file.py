"""The two files inside a contract's PDF: `terms.json`, the agreed values, and `clauses.json`, the page of each clause.

The terms are written before the layout, so that their digest can be printed on the signature page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts.documents.snapshot import ContractSnapshot

SCHEMAS = Path(__file__).parent / "schemas"
"""The published JSON Schemas of both files; a change that breaks readers gets the next number and a file of its own."""

TERMS_FILE = "terms.json"
CLAUSES_FILE = "clauses.json"
TERMS_SCHEMA = "encore/contract-terms/1"
CLAUSES_SCHEMA = "encore/contract-clauses/1"


@dataclass(frozen=True)
class EmbeddedParty:
    """A party as the certified file names it; `key` is the one of its signature field."""

    key: str
    name: str
    uscc: str


@dataclass(frozen=True)
class EmbeddedContract:
    """What `terms.json` of a PDF says; `terms` are dictionaries with name, label, clause, value and display."""

    number: str
    version: int
    form: str
    parties: tuple[EmbeddedParty, ...]
    terms: tuple[dict[str, Any], ...]


def terms_json(snapshot: ContractSnapshot) -> bytes:
    """`terms.json` of a contract: UTF-8, keys in order, the same bytes for the same snapshot."""
    return _dumped(
        {
            "schema": TERMS_SCHEMA,
            "contract": {
                "number": snapshot.number,
                "version": snapshot.version_number,
                "title_zh": snapshot.title_zh,
                "title_en": snapshot.title_en,
                "language": snapshot.language,
                "generated_at": snapshot.generated_at.isoformat(),
                **({"amendment": snapshot.amendment.number} if snapshot.amendment else {}),
                **({"reading_language": snapshot.reading.language} if snapshot.reading else {}),
            },
            "form": {"id": snapshot.form_id, "version": snapshot.form_version},
            "parties": [
                {
                    "key": key,
                    "side": party.side,
                    "name": party.name,
                    "uscc": party.uscc,
                    **({"engagement": dict(party.engagement)} if party.engagement else {}),
                }
                for key, party in snapshot.keyed_parties
            ],
            "terms": [
                {
                    "name": term.name,
                    "label": term.label,
                    "clause": term.clause_number,
                    "value": None if term.value is None else dict(term.value),
                    "display": term.display,
                }
                for term in snapshot.terms
            ],
        }
    )


def clauses_json(snapshot: ContractSnapshot, pages: Mapping[str, int], terms_sha256: str) -> bytes:
    """`clauses.json`: the page on which each clause begins, counted from 1, and the digest of `terms.json`."""
    return _dumped(
        {
            "schema": CLAUSES_SCHEMA,
            "contract": {"number": snapshot.number, "version": snapshot.version_number},
            "pages": dict(pages),
            "terms_sha256": terms_sha256,
        }
    )


def read_terms(content: bytes) -> EmbeddedContract:
    """The inverse of `terms_json`. Raises ValueError for anything else."""
    try:
        data = json.loads(content)
        if data["schema"] != TERMS_SCHEMA:
            raise ValueError(f"unknown schema {data['schema']!r}")
        return EmbeddedContract(
            number=str(data["contract"]["number"]),
            version=int(data["contract"]["version"]),
            form=f"{data['form']['id']} {data['form']['version']}",
            parties=tuple(EmbeddedParty(str(p["key"]), str(p["name"]), str(p["uscc"])) for p in data["parties"]),
            terms=tuple(dict(term) for term in data["terms"]),
        )
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a {TERMS_SCHEMA} file: {error!r}") from error


def _dumped(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
