"""Takes one PDF apart: its revisions, its signatures, its embedded terms. Judges nothing but what it sees.

A sound file is a chain without gaps: the text and its certification, then one revision for each signature that touches
that party's fields only, and every byte signed by somebody trusted.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from contracts.documents.certificates import shortened
from contracts.documents.field_names import CERTIFICATION, signature_field
from contracts.documents.revisions import certified_contract, nothing_hides_in_the_gap, touches_own_fields_only
from contracts.documents.terms_file import EmbeddedContract, EmbeddedParty
from contracts.documents.trust import SignatureCheck, TrustRoots, check_signature
from contracts.documents.verdict import Reason, SignatureReport

# A file with more signatures is none of ours; each costs a full examination.
MOST_SIGNATURES = 16
_COVERED = (SignatureCoverageLevel.ENTIRE_REVISION, SignatureCoverageLevel.ENTIRE_FILE)


@dataclass(frozen=True)
class Examination:
    """What was found. `faults` keep the file from being sound; `missing` are the parties that have not signed."""

    signatures: tuple[SignatureReport, ...] = ()
    contract: EmbeddedContract | None = None
    faults: tuple[Reason, ...] = ()
    missing: tuple[EmbeddedParty, ...] = ()

    @property
    def is_sound(self) -> bool:
        return not self.faults

    @property
    def is_complete(self) -> bool:
        return self.is_sound and not self.missing


@dataclass
class _Examiner:
    """One pass over one file."""

    pdf: bytes
    trust: TrustRoots
    at: datetime
    faults: list[Reason] = field(default_factory=list)

    def examine(self) -> Examination:
        reader = PdfFileReader(BytesIO(self.pdf))
        if reader.encrypted:
            return Examination(faults=(Reason("encrypted"),))
        signatures = list(reader.embedded_signatures)
        if not signatures:
            return Examination(faults=(Reason("no_signature"),))
        if len(signatures) > MOST_SIGNATURES:
            return Examination(faults=(Reason("unreadable"),))
        # Differences are looked for once, from the certified text on: that covers all that came later.
        checks = [
            check_signature(signature, self.trust, self.at, compare=nth == 0)
            for nth, signature in enumerate(signatures)
        ]
        certified = self._certified(reader, signatures[0], checks[0])
        contract = certified_contract(reader, signatures[0].signed_revision) if certified else None
        if certified and contract is None:
            self.faults.append(Reason("terms_missing"))
        parties = {signature_field(party.key): party for party in contract.parties} if contract else {}
        for signature, check in zip(signatures[1:], checks[1:], strict=True):
            self._party_signature(signature, check, parties)
        self._chain(reader, signatures, checks)
        signed = {signature.field_name for signature in signatures}
        return Examination(
            signatures=tuple(_report(s, c, parties) for s, c in zip(signatures, checks, strict=True)),
            contract=contract,
            faults=tuple(dict.fromkeys(self.faults)),
            missing=tuple(party for name, party in parties.items() if name not in signed),
        )

    def _certified(self, reader: PdfFileReader, first: EmbeddedPdfSignature, check: SignatureCheck) -> bool:
        """Whether the first signature freezes the file, is intact, and was made by one who may."""
        permissions = reader.root.get("/Perms", generic.DictionaryObject())
        frozen_by = permissions.raw_get("/DocMDP") if "/DocMDP" in permissions else None
        if (
            first.field_name != CERTIFICATION
            or frozen_by != first.sig_field.raw_get("/V")
            or first.docmdp_level != MDPPerm.FILL_FORMS
        ):
            self.faults.append(Reason("not_certified"))
            return False
        if not check.intact:
            self.faults.append(Reason("certification_broken"))
            return False
        if check.problem:
            self.faults.append(Reason(check.problem.replace("signature_", "certification_"), CERTIFICATION))
            return False
        if not check.may_certify:
            self.faults.append(Reason("certification_untrusted", CERTIFICATION))
            return False
        return True

    def _party_signature(
        self, signature: EmbeddedPdfSignature, check: SignatureCheck, parties: dict[str, EmbeddedParty]
    ) -> None:
        name = signature.field_name
        if check.problem:
            self.faults.append(Reason(check.problem, name))
        if parties and name not in parties:
            self.faults.append(Reason("unknown_field", name))
        elif parties and check.trusted and not _is_for(signature.signer_cert, parties[name]):
            self.faults.append(Reason("other_signer", name, parties[name].name))

    def _chain(
        self, reader: PdfFileReader, signatures: list[EmbeddedPdfSignature], checks: list[SignatureCheck]
    ) -> None:
        """That each revision after the text belongs to one signature, and nothing follows the last."""
        first = signatures[0].signed_revision
        for nth, (signature, check) in enumerate(zip(signatures, checks, strict=True)):
            is_last = nth == len(signatures) - 1
            expected = SignatureCoverageLevel.ENTIRE_FILE if is_last else SignatureCoverageLevel.ENTIRE_REVISION
            # The library declares its attribute as None until it has looked.
            covered: object = signature.coverage
            if covered != expected or not nothing_hides_in_the_gap(self.pdf, signature, check.chain):
                self.faults.append(Reason("changed_after"))
            in_turn = signature.signed_revision == first + nth
            if not in_turn or (nth and not touches_own_fields_only(reader, signature)):
                self.faults.append(Reason("changed_between", signature.field_name))
            if not check.allowed_changes_only:
                self.faults.append(Reason("changed_after"))
        if reader.xrefs.total_revisions != first + len(signatures):
            self.faults.append(Reason("changed_after"))


def examine(pdf: bytes, trust: TrustRoots, at: datetime) -> Examination:
    """Examines a whole file. Raises whatever the readers raise on a broken one; see `verify`."""
    return _Examiner(pdf, trust, at).examine()


def after_change(examination: Examination) -> tuple[SignatureReport, ...]:
    """The signatures of the unchanged part, marked as followed by a change."""
    return tuple(replace(signature, changed_after=True) for signature in examination.signatures)


def _is_for(certificate: Certificate, party: EmbeddedParty) -> bool:
    """Whether a certificate names this party, by credit code or else by name."""
    subject = certificate.subject.native
    code = str(subject.get("organization_identifier", ""))
    if party.uscc and code:
        return code.rpartition("-")[2] == party.uscc
    return shortened(party.name) in (subject.get("organization_name"), subject.get("common_name"))


def _report(
    signature: EmbeddedPdfSignature, check: SignatureCheck, parties: dict[str, EmbeddedParty]
) -> SignatureReport:
    party = parties.get(signature.field_name)
    return SignatureReport(
        field=signature.field_name,
        party=party.name if party else "",
        signer=str(signature.signer_cert.subject.native.get("common_name", "")),
        signed_at=check.signed_at,
        timestamped_at=check.timestamped_at,
        intact=check.intact,
        trusted=check.trusted,
        identity=check.identity,
        covers_whole_document_then=signature.coverage in _COVERED,
        changed_after=not check.allowed_changes_only,
    )
