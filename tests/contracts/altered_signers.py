"""Files that are signed, but by the wrong one, at the wrong time, or in the wrong way."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp.noop import NoOpStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from contracts.documents.certificates import SIGNING_POLICY, policies, unsigned_certificate
from contracts.documents.identity import InstallationCA, SigningIdentity
from contracts.documents.signing import _Update, prepare_for_signing
from tests.contracts.altered_objects import field
from tests.contracts.sealed_pdfs import SIGNERS, authority, identity, rendered, sign, signed
from tests.contracts.snapshots import AT

LONG_AGO = AT - timedelta(days=800)


def both(certified: bytes) -> bytes:
    return sign(sign(certified, "B"), "A")


def last(by: SigningIdentity, at: datetime = AT) -> bytes:
    """The provider signed as it should; the client's signature is made by this identity."""
    return sign(signed("B"), "A", by=by, at=at)


def certified_by(identity_: SigningIdentity) -> bytes:
    return both(prepare_for_signing(rendered(), authority(), at=AT, certifier=identity_))


def certified_as(certify: bool, permission: MDPPerm) -> bytes:
    """Frozen in another way than a contract is, by the installation itself."""
    meta = PdfSignatureMetadata(
        field_name="Certification", certify=certify, docmdp_permissions=permission, subfilter=SigSeedSubFilter.PADES
    )
    signer = PdfSigner(meta, authority().certifier(at=AT).signer, new_field_spec=SigFieldSpec("Certification"))
    content: bytes = signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(rendered().pdf))).getvalue()
    return content


def by_hand(pdf: bytes, signer: SimpleSigner, **meta: object) -> bytes:
    """A signature in the client's field, made with other tools than ours."""
    metadata = PdfSignatureMetadata(field_name="Signature_A", **({"subfilter": SigSeedSubFilter.PADES} | meta))  # type: ignore[arg-type]
    writer = _Update(BytesIO(pdf))
    made = PdfSigner(metadata, signer, stamp_style=NoOpStampStyle()).sign_pdf(writer, existing_fields_only=True)
    content: bytes = made.getvalue()
    return content


def seal_of_the_other_in_own_revision() -> bytes:
    """The second signature is genuine and covers the change; it is still not the second party's to make."""
    writer = _Update(BytesIO(signed("B")))
    strip = field(writer, "Seal_B").get_object()["/Kids"].raw_get(0)
    del strip.get_object()["/AP"]
    writer.mark_update(strip)
    meta = PdfSignatureMetadata(field_name="Signature_A", subfilter=SigSeedSubFilter.PADES)
    signer = PdfSigner(meta, identity("A").signer, stamp_style=NoOpStampStyle())
    content: bytes = signer.sign_pdf(writer, existing_fields_only=True).getvalue()
    return content


def look_alike() -> InstallationCA:
    """An authority of somebody else that carries our authority's name and key identifier."""
    ours = x509.load_pem_x509_certificate(authority().root_pem)
    key = ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateBuilder(
        ours.subject,
        ours.subject,
        key.public_key(),
        ours.serial_number,
        ours.not_valid_before_utc,
        ours.not_valid_after_utc,
    )
    for extension in ours.extensions:
        builder = builder.add_extension(extension.value, extension.critical)
    return InstallationCA(key, builder.sign(key, hashes.SHA256()))


def issued(*, usage: x509.KeyUsage | None = None, by_party: bool = False) -> SigningIdentity:
    """A certificate in the client's name that our authority would never make."""
    party, name, _ = SIGNERS["A"]
    subject = [(NameOID.COMMON_NAME, name), (NameOID.ORGANIZATION_NAME, party.name)]
    subject.append((NameOID.ORGANIZATION_IDENTIFIER, f"NTRCN-{party.uscc}"))
    issuer_key, issuer = _issuer(by_party)
    key = ec.generate_private_key(ec.SECP256R1())
    builder = unsigned_certificate(subject, issuer.subject, key.public_key(), AT.astimezone(UTC), 30)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(policies(SIGNING_POLICY), critical=False)
    builder = builder.add_extension(usage or _usage(signing=True), critical=True)
    made = builder.sign(issuer_key, hashes.SHA256())
    return SigningIdentity(name, _signer(key, made, [issuer] if by_party else []))


def _issuer(by_party: bool) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    if not by_party:
        ours = authority()
        return ours._key, ours._certificate
    party = identity("A").signer
    assert party.signing_cert is not None
    key = serialization.load_der_private_key(party.signing_key.dump(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key, x509.load_der_x509_certificate(party.signing_cert.dump())


def encipherment() -> x509.KeyUsage:
    """For locking things, not for signing them."""
    return _usage(signing=False)


def _usage(*, signing: bool) -> x509.KeyUsage:
    return x509.KeyUsage(signing, signing, not signing, False, False, False, False, False, False)


def _signer(
    key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate, others: list[x509.Certificate]
) -> SimpleSigner:
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    store = SimpleCertificateStore()
    store.register_multiple(_asn1(each) for each in others)
    return SimpleSigner(
        signing_cert=_asn1(certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(private),
        cert_registry=store,
    )


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
