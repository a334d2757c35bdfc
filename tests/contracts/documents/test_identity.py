"""The installation's own certificate authority."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from pytest_django.fixtures import Settings

from contracts.documents.certificates import NOT_LICENSED
from contracts.documents.identity import InstallationCA, configured_certifier, load_pkcs12
from contracts.documents.signing import prepare_for_signing
from contracts.documents.trust import installation_trust
from contracts.documents.verify import verify
from tests.contracts.sealed_pdfs import authority, codes, rendered
from tests.contracts.snapshots import AT


def test_authority_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    first = InstallationCA.load_or_create(tmp_path / "ca")
    again = InstallationCA.load_or_create(tmp_path / "ca")

    assert first.root.dump() == again.root.dump()
    (file,) = (tmp_path / "ca").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_processes_that_start_together_share_one_authority(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from contracts.documents.identity import InstallationCA;"
        "print(InstallationCA.load_or_create(Path(sys.argv[1])).root.sha256.hex())"
    )

    def start(_: int) -> str:
        command = [sys.executable, "-c", program, str(tmp_path / "ca")]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    with ThreadPoolExecutor(3) as threads:
        roots = set(threads.map(start, range(3)))

    assert len(roots) == 1
    assert [path.name for path in (tmp_path / "ca").iterdir()] == ["installation-ca.pem"]


def test_damaged_authority_is_an_error_and_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "installation-ca.pem").write_bytes(b"not a key")
    with pytest.raises(ValueError, match="PEM"):
        InstallationCA.load_or_create(tmp_path)


def test_root_may_only_sign_certificates_and_says_what_it_is_not() -> None:
    root = x509.load_pem_x509_certificate(authority().root_pem)

    constraints = root.extensions.get_extension_for_class(x509.BasicConstraints).value
    usage = root.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (constraints.ca, constraints.path_length) == (True, 0)
    assert (usage.key_cert_sign, usage.digital_signature, usage.content_commitment) == (True, False, False)
    for words in NOT_LICENSED.split(" ", 1):
        assert words in root.subject.rfc4514_string()
    root.verify_directly_issued_by(root)


def test_certificate_for_one_act_commits_and_carries_the_notice() -> None:
    issued = authority().issue_party_certificate(
        party_name="甲" * 300, signer_name="乙" * 100, uscc="91310106MA1FY4A12X", at=AT
    )
    found = x509.load_der_x509_certificate(issued.certificate.dump())

    usage = found.extensions.get_extension_for_class(x509.KeyUsage)
    assert (usage.critical, usage.value.content_commitment, usage.value.key_cert_sign) == (True, True, False)
    (policy,) = found.extensions.get_extension_for_class(x509.CertificatePolicies).value
    notice = (policy.policy_qualifiers or [""])[0]
    assert isinstance(notice, x509.UserNotice)
    assert notice.explicit_text == NOT_LICENSED
    found.verify_directly_issued_by(x509.load_pem_x509_certificate(authority().root_pem))
    # Longer names do not fit into a certificate; the cut shows.
    names = {attribute.oid._name: str(attribute.value) for attribute in found.subject}
    assert names["organizationName"] == "甲" * 63 + "…"
    assert names["commonName"] == "乙" * 20 + "…"
    assert issued.name == "乙" * 100


def keystore(tmp_path: Path) -> tuple[Path, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "平台合同专用")])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = x509.CertificateBuilder(name, name, key.public_key(), 77, AT - timedelta(1), AT + timedelta(900))
    certificate = builder.add_extension(usage, critical=True).sign(key, hashes.SHA256())
    path = tmp_path / "key.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"key", key, certificate, None, serialization.BestAvailableEncryption(b"open sesame")
        )
    )
    return path, certificate


def test_key_from_elsewhere_certifies_when_the_settings_name_it(tmp_path: Path, settings: Settings) -> None:
    path, certificate = keystore(tmp_path)
    settings.ENCORE_DATA = tmp_path
    settings.ENCORE_SIGNING_PKCS12 = str(path)
    settings.ENCORE_SIGNING_PASSPHRASE = "open sesame"
    licensed = tmp_path / "trust" / "licensed"
    licensed.mkdir(parents=True)
    (licensed / "root.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    certifier = configured_certifier()
    assert certifier is not None

    file = prepare_for_signing(rendered(), authority(), at=AT, certifier=certifier)

    assert codes(verify(file, installation_trust(), at=AT)) == {"incomplete"}
    settings.ENCORE_SIGNING_PKCS12 = ""
    assert codes(verify(file, installation_trust(), at=AT)) == {"certification_untrusted"}


def test_wrong_passphrase_is_an_error(tmp_path: Path) -> None:
    path, _ = keystore(tmp_path)
    with pytest.raises(ValueError, match=r"key\.p12"):
        load_pkcs12(path, b"wrong")


def test_contracts_of_another_installation_count_once_its_root_is_put_into_the_folder(
    tmp_path: Path, settings: Settings
) -> None:
    settings.ENCORE_DATA = tmp_path
    file = prepare_for_signing(rendered(), authority(), at=AT)
    assert codes(verify(file, installation_trust(), at=AT)) == {"certification_untrusted"}

    folder = tmp_path / "trust" / "installations"
    folder.mkdir(parents=True)
    (folder / "partner.pem").write_bytes(authority().root_pem)

    assert codes(verify(file, installation_trust(), at=AT)) == {"incomplete"}
