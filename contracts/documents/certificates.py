"""What stands in the certificates of an installation. X.509 as readers of PDF expect it, names in UTF-8."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NOT_LICENSED = "身份未经许可的电子认证服务机构认证 Identity not certified by a licensed CA"
# Object identifiers made from UUIDs (ITU-T X.667), so that nobody has to assign them.
SIGNING_POLICY = x509.ObjectIdentifier("2.25.238573046110478273401126386742815509721")
CERTIFYING_POLICY = x509.ObjectIdentifier("2.25.173330469205163182748204471503916427588")
EVIDENCE_POLICY = x509.ObjectIdentifier("2.25.294843745803776783268869117905791325821")
# X.520 upper bounds: longer names are cut in the certificate; the full one is in the signed document.
_LONGEST_NAME = 64
_CLOCK_SKEW = timedelta(minutes=5)


def unsigned_certificate(
    subject: list[tuple[x509.ObjectIdentifier, str]],
    issuer: x509.Name | None,
    public_key: ec.EllipticCurvePublicKey,
    at: datetime,
    years: int,
) -> x509.CertificateBuilder:
    name = _name(subject)
    start = at.astimezone(UTC) - _CLOCK_SKEW
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer or name)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=round(365.25 * years)))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _name(subject: list[tuple[x509.ObjectIdentifier, str]]) -> x509.Name:
    """A distinguished name in UTF-8, with the words that tell what it is not."""
    attributes = [x509.NameAttribute(NameOID.COUNTRY_NAME, "CN")]
    attributes += [
        x509.NameAttribute(oid, _shortened_to_bytes(value) if oid == NameOID.COMMON_NAME else shortened(value))
        for oid, value in subject
    ]
    # Two units, for each may hold 64 characters.
    chinese, english = NOT_LICENSED.split(" ", 1)
    attributes += [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, text) for text in (chinese, english)]
    return x509.Name(attributes)


def _shortened_to_bytes(name: str) -> str:
    """A common name: at most 64 bytes, for that is how readers count it; the cut marked."""
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    while len(name.encode()) > _LONGEST_NAME - len("…".encode()):
        name = name[:-1]
    return name + "…"


def shortened(name: str) -> str:
    """A name as a certificate holds it: at most 64 characters, the cut marked."""
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def key_usage(*, signing: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signing,
        content_commitment=signing,
        key_cert_sign=not signing,
        crl_sign=not signing,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def policies(policy: x509.ObjectIdentifier) -> x509.CertificatePolicies:
    notice = x509.UserNotice(notice_reference=None, explicit_text=NOT_LICENSED)
    return x509.CertificatePolicies([x509.PolicyInformation(policy, [notice])])
