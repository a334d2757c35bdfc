"""Whom to believe: the roots that a signature's certificate may lead to, and whether it does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import pem
from asn1crypto.x509 import Certificate
from django.conf import settings
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from contracts.documents.awaiting import run_now
from contracts.documents.certificates import CERTIFYING_POLICY
from contracts.documents.identity import configured_certifier, installation_ca
from contracts.documents.verdict import IdentityKind

_OUT_OF_TIME = {AdESIndeterminate.OUT_OF_BOUNDS_NO_POE, AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED}


@dataclass(frozen=True)
class TrustRoots:
    """`installation`: authorities of Encore installations; `licensed`: of licensed CAs; `timestamp`: of timestamp
    services; `certifiers`: certificates other than the installation's own that may freeze a contract."""

    installation: tuple[Certificate, ...]
    licensed: tuple[Certificate, ...] = ()
    timestamp: tuple[Certificate, ...] = ()
    certifiers: tuple[Certificate, ...] = ()

    def kind(self, root: Certificate) -> IdentityKind:
        return "installation" if _among(root, self.installation) else "licensed"


@dataclass(frozen=True)
class SignatureCheck:
    """A signature by itself, whatever else the file holds. `chain`: the certificates (DER) from its signer to a trusted
    root, empty when there is no such way. `problem`: a reason's code, empty when there is none."""

    intact: bool
    trusted: bool
    identity: IdentityKind
    may_certify: bool
    chain: frozenset[bytes]
    signed_at: datetime | None
    timestamped_at: datetime | None
    allowed_changes_only: bool
    problem: str


def installation_trust() -> TrustRoots:
    """What this installation trusts: its own authority and the PEM files under `trust/` in its data folder."""
    folder = Path(settings.ENCORE_DATA) / "trust"
    certifier = configured_certifier()
    return TrustRoots(
        installation=(installation_ca().root, *_certificates(folder / "installations")),
        licensed=tuple(_certificates(folder / "licensed")),
        timestamp=tuple(_certificates(folder / "timestamp")),
        certifiers=(certifier.certificate,) if certifier else (),
    )


def check_signature(
    signature: EmbeddedPdfSignature, trust: TrustRoots, at: datetime, *, compare: bool
) -> SignatureCheck:
    """Checks digest, signature, certificate and timestamp as of `at`; with `compare`, also what was added later.

    A certificate that has run out since is still good when a trusted timestamp shows that it was valid at signing.
    """
    status = _status(signature, trust, at, compare=compare)
    stamp = status.timestamp_validity
    stamped_at = stamp.timestamp if stamp is not None and stamp.valid and stamp.intact and stamp.trusted else None
    if not status.trusted and stamped_at is not None:
        status = _status(signature, trust, stamped_at, compare=compare)
    certificate = signature.signer_cert
    identity = trust.kind(status.validation_path.first) if status.trusted and status.validation_path else "unknown"
    is_ours = identity == "installation" and _is_certifier(certificate)
    return SignatureCheck(
        intact=bool(status.intact and status.valid),
        trusted=status.trusted,
        identity=identity,
        may_certify=is_ours or _among(certificate, trust.certifiers),
        chain=_chain(status),
        signed_at=status.signer_reported_dt,
        timestamped_at=stamped_at,
        allowed_changes_only=status.docmdp_ok is True or not compare,
        problem=_problem(status, certificate),
    )


def _status(
    signature: EmbeddedPdfSignature, trust: TrustRoots, moment: datetime, *, compare: bool
) -> PdfSignatureStatus:
    # Certificates of an installation carry no revocation address, and nothing is ever fetched while verifying.
    signers = ValidationContext(
        trust_roots=[*trust.installation, *trust.licensed],
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
        # Signatures are judged as of the moment given, not of their own claim.
        best_signature_time=moment,
    )
    stamps = ValidationContext(trust_roots=list(trust.timestamp), moment=moment, allow_fetching=False)
    return run_now(
        lambda: async_validate_pdf_signature(signature, signers, ts_validation_context=stamps, skip_diff=not compare)
    )


def _problem(status: PdfSignatureStatus, certificate: Certificate) -> str:
    if not (status.intact and status.valid):
        return "signature_broken"
    stamp = status.timestamp_validity
    if stamp is not None and not (stamp.valid and stamp.intact):
        return "timestamp_broken"
    if status.trust_problem_indic in _OUT_OF_TIME:
        return "certificate_expired"
    if not status.trusted:
        return "signature_untrusted"
    claimed = status.signer_reported_dt
    if claimed is None or not certificate.not_valid_before <= claimed.astimezone(UTC) <= certificate.not_valid_after:
        return "outside_validity"
    return ""


def _chain(status: PdfSignatureStatus) -> frozenset[bytes]:
    path = status.validation_path
    return frozenset(each.dump() for each in path if isinstance(each, Certificate)) if path else frozenset()


def _is_certifier(certificate: Certificate) -> bool:
    policies = certificate.certificate_policies_value or ()
    return any(policy["policy_identifier"].dotted == CERTIFYING_POLICY.dotted_string for policy in policies)


def _among(certificate: Certificate, others: Iterable[Certificate]) -> bool:
    return any(certificate.dump() == other.dump() for other in others)


def _certificates(folder: Path) -> Iterable[Certificate]:
    for path in sorted(folder.glob("*.pem")):
        for _name, _headers, der in pem.unarmor(path.read_bytes(), multiple=True):
            yield Certificate.load(der)
