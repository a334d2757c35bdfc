"""Reads the sealed PDF of a contract version: its fingerprint, the terms and the pages that it carries inside."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from contracts.documents.terms_file import CLAUSES_FILE, TERMS_FILE, EmbeddedContract, read_terms
from contracts.models import SealedFile

if TYPE_CHECKING:
    from billing.documents.sealed_pdf import SealedPdf


@dataclass
class SealedCopy:
    """The file behind a sealed revision, read once. An unreadable one has no terms and no pages."""

    sealed: SealedFile

    @cached_property
    def content(self) -> bytes | None:
        """The bytes in the storage; ``None`` when they are gone."""
        try:
            return self.sealed.file.read()
        except FileNotFoundError:
            return None

    @property
    def is_as_sealed(self) -> bool:
        """Whether the bytes still have the fingerprint that was noted when they were sealed."""
        return self.content is not None and hashlib.sha256(self.content).hexdigest() == self.sealed.file.sha256

    @cached_property
    def contract(self) -> EmbeddedContract | None:
        """The contract that the PDF says it is."""
        try:
            return read_terms(self._opened.files[TERMS_FILE])
        except (KeyError, ValueError):
            return None

    @cached_property
    def terms(self) -> dict[str, Any]:
        """The values that the PDF carries, by the name of the term."""
        return {term["name"]: term["value"] for term in self.contract.terms} if self.contract else {}

    @cached_property
    def pages(self) -> dict[str, int]:
        """The page on which each clause begins, by the clause's number."""
        try:
            return dict(json.loads(self._opened.files[CLAUSES_FILE])["pages"])
        except (KeyError, ValueError, TypeError):
            return {}

    @property
    def page_count(self) -> int:
        return self._opened.page_count

    @cached_property
    def _opened(self) -> SealedPdf:
        from billing.documents.sealed_pdf import open_sealed

        return open_sealed(self.content or b"")
