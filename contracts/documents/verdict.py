"""What can be said about a PDF that claims to be a signed contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

Judgement = Literal["valid", "changed", "invalid"]
IdentityKind = Literal["installation", "licensed", "unknown"]

EXIT_CODES: dict[Judgement, int] = {"valid": 0, "changed": 1, "invalid": 2}
JUDGEMENTS = {
    "valid": _("Valid: signed by all parties and unchanged since."),
    "changed": _("Changed after signing: do not rely on this file."),
    "invalid": _("Invalid: this is not a contract signed by all its parties."),
}
IDENTITIES = {
    "installation": _("The signers' identity is not certified by a licensed CA."),
    "licensed": _("The signers' identity is certified by a licensed CA."),
    "unknown": _("Nothing is known about the signers' identity."),
}
_REASONS = {
    "too_heavy": _("Reading this file takes more time or memory than any signed contract needs."),
    "too_big": _("The file is larger than a signed contract can be."),
    "no_file": _("The file cannot be read."),
    "not_pdf": _("This is not a PDF file."),
    "unreadable": _("The PDF is damaged or incomplete."),
    "encrypted": _("The PDF is encrypted."),
    "no_signature": _("The file carries no signature."),
    "not_certified": _("The contract's text was not frozen by this installation before it was signed."),
    "certification_broken": _("The frozen text was altered."),
    "certification_untrusted": _("The text was frozen by an installation that is not trusted here."),
    "terms_missing": _("The file holds no readable terms."),
    "signature_broken": _("The signature in %(field)s does not match the file."),
    "signature_untrusted": _("The certificate of the signature in %(field)s is not trusted here."),
    "certificate_expired": _("The certificate of the signature in %(field)s is not valid at this time."),
    "outside_validity": _("The signature in %(field)s names a time at which its certificate was not valid."),
    "timestamp_broken": _("The timestamp of the signature in %(field)s does not match it."),
    "other_signer": _("The signature in %(field)s was made for another party."),
    "unknown_field": _("The file has a signature in a field that was not prepared: %(field)s."),
    "changed_between": _("Before the signature in %(field)s, something other than that party's fields was changed."),
    "changed_after": _("Something was added to the file after the last signature."),
    "signature_removed": _("The signature in %(field)s was removed or replaced."),
    "incomplete": _("%(party)s has not signed yet."),
}


@dataclass(frozen=True)
class Reason:
    """Why a file is not valid: `code` for programs, `message` for people. `field` and `party` say where."""

    code: str
    field: str = ""
    party: str = ""

    @property
    def message(self) -> str:
        """In the language active at the moment of reading."""
        return str(_REASONS[self.code]) % {"field": self.field, "party": self.party}


@dataclass(frozen=True)
class SignatureReport:
    """One signature of the file, the certification among them (`party` is empty for it).

    `intact`: the bytes it covers are unaltered. `trusted`: its certificate leads to a trusted root. `signed_at` is what
    the signer claims, `timestamped_at` what a trusted timestamp authority confirms. `changed_after`: something other
    than further prepared signatures was added to the file later.
    """

    field: str
    party: str
    signer: str
    signed_at: datetime | None
    timestamped_at: datetime | None
    intact: bool
    trusted: bool
    identity: IdentityKind
    covers_whole_document_then: bool
    changed_after: bool


@dataclass(frozen=True)
class Verdict:
    """The judgement, and what it rests on. Terms are given only when the text they belong to is certified, intact."""

    judgement: Judgement
    identity: IdentityKind = "unknown"
    signatures: tuple[SignatureReport, ...] = ()
    contract_number: str = ""
    version: int | None = None
    form: str = ""
    terms: tuple[dict[str, Any], ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 valid, 1 changed after signing, 2 invalid."""
        return EXIT_CODES[self.judgement]

    @property
    def is_valid(self) -> bool:
        return self.judgement == "valid"

    @classmethod
    def from_dump(cls, data: Mapping[str, Any]) -> Verdict:
        """The inverse of `dump`. Raises KeyError, TypeError or ValueError for anything else."""
        moments = ("signed_at", "timestamped_at")
        signatures = [
            SignatureReport(**each | {key: each[key] and datetime.fromisoformat(each[key]) for key in moments})
            for each in data["signatures"]
        ]
        lists = {
            "signatures": tuple(signatures),
            "terms": tuple(dict(term) for term in data["terms"]),
            "reasons": tuple(Reason(**each) for each in data["reasons"]),
        }
        return cls(**{**data, **lists})

    def dump(self) -> dict[str, Any]:
        """All of it in types that JSON knows, to be handed from one process to another; without any words."""
        data = asdict(self)
        for signature in data["signatures"]:
            for key in ("signed_at", "timestamped_at"):
                signature[key] = signature[key].isoformat() if signature[key] else None
        return data

    def as_json(self) -> dict[str, Any]:
        """All of it in types that JSON knows; moments in ISO 8601."""
        return {
            "judgement": self.judgement,
            "identity": self.identity,
            "contract_number": self.contract_number,
            "version": self.version,
            "form": self.form,
            "signatures": self.dump()["signatures"],
            "terms": list(self.terms),
            "reasons": [
                {"code": r.code, "field": r.field, "party": r.party, "message": r.message} for r in self.reasons
            ],
        }
