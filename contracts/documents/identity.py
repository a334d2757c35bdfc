"""Who signs: this installation's own certificate authority, or a key that a licensed authority certified.

Every act of signing gets a certificate and a key of its own; the key is forgotten with the act, so that nobody, the
operator included, can sign once more in that name. The installation proves that nothing was changed; it cannot prove
who somebody is (Electronic Signature Law, art. 16), and each certificate says so.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from contracts.documents.certificates import (
    CERTIFYING_POLICY,
    EVIDENCE_POLICY,
    SIGNING_POLICY,
    key_usage,
    policies,
    unsigned_certificate,
)

ROOT_YEARS = 40
LEAF_YEARS = 30
_KEY_FILE = "installation-ca.pem"


@dataclass(frozen=True)
class SigningIdentity:
    """A certificate with its private key, in memory only. `name` is what the signature says about its maker."""

    name: str
    signer: SimpleSigner

    @property
    def certificate(self) -> asn1_x509.Certificate:
        return self.signer.signing_cert


class InstallationCA:
    """The certificate authority of this installation: P-256 keys, which readers of PDF and `pdfsig` accept."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> None:
        self._key = key
        self._certificate = certificate

    @classmethod
    def load_or_create(cls, folder: Path) -> InstallationCA:
        """The authority kept in a folder; made on first use, its key readable by its owner alone."""
        path = folder / _KEY_FILE
        if not path.exists():
            _keep_first(path, new_authority(datetime.now(UTC)))
        return cls.from_pem(path.read_bytes())

    @classmethod
    def from_pem(cls, content: bytes) -> InstallationCA:
        """Key and certificate in one PEM text. Raises ValueError when they are missing or of another kind."""
        key = serialization.load_pem_private_key(content, password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError("the installation's key is not an elliptic curve key")
        return cls(key, x509.load_pem_x509_certificate(content))

    @property
    def root(self) -> asn1_x509.Certificate:
        """The root certificate, public."""
        return _asn1(self._certificate)

    @property
    def root_pem(self) -> bytes:
        """The root certificate for other programs, so that they can trust it."""
        return self._certificate.public_bytes(serialization.Encoding.PEM)

    def issue_party_certificate(
        self, *, party_name: str, signer_name: str, uscc: str, at: datetime, years: int = LEAF_YEARS
    ) -> SigningIdentity:
        """A certificate for one act of signing for a party, valid from `at` for `years`."""
        subject = [(NameOID.COMMON_NAME, signer_name), (NameOID.ORGANIZATION_NAME, party_name)]
        if uscc:
            # EN 319 412-1, 5.1.4: national trade register, country, number.
            subject.append((NameOID.ORGANIZATION_IDENTIFIER, f"NTRCN-{uscc}"))
        return self._issue(signer_name, subject, SIGNING_POLICY, at, years)

    def certifier(self, *, at: datetime, years: int = LEAF_YEARS) -> SigningIdentity:
        """A certificate for the one act of freezing a contract, which comes before all signatures."""
        name = "Encore 合同定稿 Contract certification"
        return self._issue(name, [(NameOID.COMMON_NAME, name)], CERTIFYING_POLICY, at, years)

    def witness(self, *, at: datetime, years: int = LEAF_YEARS) -> SigningIdentity:
        """A certificate for the one act of signing the list of what an evidence pack holds."""
        name = "Encore 证据包清单 Evidence pack"
        return self._issue(name, [(NameOID.COMMON_NAME, name)], EVIDENCE_POLICY, at, years)

    def _issue(
        self,
        name: str,
        subject: list[tuple[x509.ObjectIdentifier, str]],
        policy: x509.ObjectIdentifier,
        at: datetime,
        years: int,
    ) -> SigningIdentity:
        key = ec.generate_private_key(ec.SECP256R1())
        builder = (
            unsigned_certificate(subject, self._certificate.subject, key.public_key(), at, years)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(key_usage(signing=True), critical=True)
            .add_extension(policies(policy), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        return SigningIdentity(name, _signer(key, builder.sign(self._key, hashes.SHA256())))


def installation_ca() -> InstallationCA:
    """The authority of this installation, in its data folder."""
    return InstallationCA.load_or_create(Path(settings.ENCORE_DATA) / "ca")


def configured_certifier() -> SigningIdentity | None:
    """The key that freezes contracts instead of the installation's own: a PKCS#12 file named in the settings."""
    path = settings.ENCORE_SIGNING_PKCS12
    passphrase = settings.ENCORE_SIGNING_PASSPHRASE
    return load_pkcs12(Path(path), passphrase.encode() or None) if path else None


def load_pkcs12(path: Path, passphrase: bytes | None) -> SigningIdentity:
    """A key and certificate from elsewhere. Raises ValueError when the file or passphrase is wrong."""
    signer = SimpleSigner.load_pkcs12(str(path), passphrase=passphrase)
    if signer is None:
        raise ValueError(f"{path.name} cannot be opened with this passphrase")
    signer.embed_roots = False
    return SigningIdentity(signer.subject_name, signer)


def new_authority(at: datetime) -> bytes:
    """Key and self-signed certificate of a new authority as PEM, valid from `at`; nothing is kept."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = [(NameOID.COMMON_NAME, f"Encore {secrets.token_hex(4)}"), (NameOID.ORGANIZATION_NAME, "Encore")]
    certificate = (
        unsigned_certificate(subject, None, key.public_key(), at, ROOT_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(key_usage(signing=False), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)


def _keep_first(path: Path, content: bytes) -> None:
    """Written aside and linked into place: of two processes starting at once, one authority wins and both use it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # the other process was first
    finally:
        draft.unlink()


def _signer(key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> SimpleSigner:
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return SimpleSigner(
        signing_cert=_asn1(certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(private),
        # The root is known to whoever trusts it; a copy in the signature would be bytes that nothing protects.
        cert_registry=SimpleCertificateStore(),
        embed_roots=False,
    )


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
