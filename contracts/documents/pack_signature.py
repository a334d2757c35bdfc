"""Signs the list of an evidence pack, apart from it: a detached CMS signature (RFC 5652) beside the file."""

import hashlib
from datetime import datetime

from asn1crypto import pem
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

from contracts.documents.awaiting import run_now
from contracts.documents.identity import installation_ca
from contracts.documents.trust import installation_trust

CA_FILE = "installation-ca.pem"


def sign_list(content: bytes, *, at: datetime) -> bytes:
    """The signature of this installation over ``content``, in DER, with a certificate made for this act alone."""
    signer = installation_ca().witness(at=at).signer
    signed = run_now(
        lambda: signer.async_sign_general_data(
            content, "sha256", signed_attr_settings=PdfCMSSignedAttributes(signing_time=at)
        )
    )
    der: bytes = signed.dump()
    return der


def trusted_certificates() -> dict[str, bytes]:
    """The roots that signatures of contracts may lead to, as PEM by the name of a file; ours is ``CA_FILE``."""
    trust = installation_trust()
    ours = installation_ca().root.dump()
    roots = {each.dump() for each in (*trust.installation, *trust.licensed)} - {ours}
    others = {f"trusted-{hashlib.sha256(der).hexdigest()[:16]}.pem": der for der in roots}
    return {name: pem.armor("CERTIFICATE", der) for name, der in sorted({CA_FILE: ours, **others}.items())}


def ca_fingerprint() -> str:
    """The SHA-256 of this installation's root certificate, to compare by another way than the pack itself."""
    return hashlib.sha256(installation_ca().root.dump()).hexdigest()
