"""`manage.py verify_pdf` and timestamps from a configured authority."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from pathlib import Path

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID
from django.core.management import call_command
from pyhanko.sign.timestamps import DummyTimeStamper
from pytest_django.fixtures import Settings

from contracts.documents.trust import TrustRoots
from contracts.documents.verify import MAX_BYTES, verify
from foundation.refusals import Refused
from tests.contracts.sealed_pdfs import authority, identity, prepared, sign, signed
from tests.contracts.snapshots import AT

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, settings: Settings) -> Run:
    """Runs the command on these bytes in an installation that trusts the tests' authority: exit code and output."""
    settings.ENCORE_DATA = tmp_path
    folder = tmp_path / "trust" / "installations"
    folder.mkdir(parents=True)
    (folder / "tests.pem").write_bytes(authority().root_pem)

    def run(content: bytes | None, *options: str) -> tuple[int, str]:
        path, output = tmp_path / "file.pdf", StringIO()
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(SystemExit) as ended:
            call_command("verify_pdf", str(path), *options, stdout=output, stderr=output)
        code = ended.value.code
        assert isinstance(code, int)
        return code, output.getvalue()

    return run


def test_valid_contract_exits_with_0_and_prints_its_terms(run: Run) -> None:
    code, output = run(signed())

    assert code == 0
    assert "FC-2026-0117" in output
    assert "陈𠮷宁" in output
    assert "verify_within" in output
    assert "24小时" in output


def test_changed_contract_exits_with_1(run: Run) -> None:
    assert run(signed() + b"\n")[0] == 1


@pytest.mark.parametrize("content", [b"", b"not a PDF", b"%PDF-1.7\n", None], ids=["empty", "text", "header", "absent"])
def test_anything_else_exits_with_2_and_says_why(run: Run, content: bytes | None) -> None:
    code, output = run(content)
    assert code == 2
    assert "  - " in output
    assert "Traceback" not in output


def test_oversized_file_is_not_read_to_its_end(run: Run, tmp_path: Path) -> None:
    with (tmp_path / "file.pdf").open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(MAX_BYTES * 1000)  # sparse: takes no room
    code, output = run(None, "--json")
    assert (code, json.loads(output)["reasons"][0]["code"]) == (2, "too_big")


def test_json_is_the_whole_verdict(run: Run) -> None:
    code, output = run(signed(), "--json")
    data = json.loads(output)

    assert (code, data["judgement"], data["identity"]) == (0, "valid", "installation")
    assert [signature["field"] for signature in data["signatures"]] == ["Certification", "Signature_B", "Signature_A"]
    assert data["terms"][0]["name"] == "verify_within"


def timestamp_certificate(key: rsa.RSAPrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Time")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 5, AT - timedelta(9), AT + timedelta(9000))
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    return builder.add_extension(purpose, critical=True).sign(key, hashes.SHA256())


@pytest.fixture
def timestamp_authority() -> Iterator[tuple[str, asn1_x509.Certificate]]:
    """A real RFC 3161 service on this machine: its address and certificate. Its clock stands at the day of signing."""
    key = rsa.generate_private_key(65537, 2048)
    certificate = asn1_x509.Certificate.load(timestamp_certificate(key).public_bytes(serialization.Encoding.DER))
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    service = DummyTimeStamper(certificate, keys.PrivateKeyInfo.load(private), fixed_dt=AT.astimezone(UTC))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = service.request_tsa_response(request).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", certificate
    server.shutdown()
    server.server_close()


def test_configured_authority_stamps_and_outlives_the_certificate(
    timestamp_authority: tuple[str, asn1_x509.Certificate], settings: Settings
) -> None:
    half = signed("B")  # made, and kept for other tests, without a timestamp
    settings.ENCORE_TSA_URL, stamper = timestamp_authority
    brief = identity("A", years=1)
    file = sign(half, "A", by=brief)
    with_time = TrustRoots((authority().root,), timestamp=(stamper,))
    later = AT + timedelta(days=800)

    verdict = verify(file, with_time, at=later)

    assert verdict.reasons == ()
    assert verdict.judgement == "valid"
    assert [report.timestamped_at for report in verdict.signatures] == [None, None, AT]
    # A timestamp that nobody trusts proves no time: then the certificate has simply run out.
    untimed = verify(file, TrustRoots((authority().root,)), at=later)
    assert [(reason.code, reason.field) for reason in untimed.reasons] == [("certificate_expired", "Signature_A")]
    assert [report.timestamped_at for report in untimed.signatures] == [None, None, None]


def test_silent_timestamp_authority_means_no_signature(settings: Settings) -> None:
    certified = prepared()
    settings.ENCORE_TSA_URL = "http://127.0.0.1:9/"
    with pytest.raises(Refused) as refused:
        sign(certified, "B")
    assert refused.value.code == "contracts.timestamp_missing"


def test_without_an_authority_no_time_is_claimed_to_be_proven() -> None:
    verdict = verify(signed(), TrustRoots((authority().root,)), at=datetime(2026, 12, 1, tzinfo=UTC))
    assert {report.timestamped_at for report in verdict.signatures} == {None}
