"""Contracts printed, certified and signed once per run, for the tests that read or attack them."""

import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO

from cryptography import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from contracts.documents.appearance import SignatureAppearance, compose_appearance
from contracts.documents.contract import RenderedContract, render_contract
from contracts.documents.identity import InstallationCA, SigningIdentity, new_authority
from contracts.documents.signing import append_signature, prepare_for_signing
from contracts.documents.snapshot import ClauseSnapshot, ContractSnapshot
from contracts.documents.trust import TrustRoots
from contracts.documents.verdict import Verdict
from contracts.documents.verify import verify
from contracts.domain.texts.rendering import Segment
from tests.contracts.snapshots import AT, CLIENT, PROVIDER, clauses, snapshot

SIGNERS = {"A": (CLIENT, "周慧敏", "董事长"), "B": (PROVIDER, "陈𠮷宁", "总经理")}


def authority(name: str = "ours") -> InstallationCA:
    """An installation's authority; another name is another installation."""
    return _authority(name)


@cache
def _authority(_name: str) -> InstallationCA:
    return InstallationCA.from_pem(new_authority(AT - timedelta(days=1)))


def trust(name: str = "ours") -> TrustRoots:
    return TrustRoots(installation=(authority(name).root,))


def short_contract() -> ContractSnapshot:
    """Five clauses with a term: quick to print."""
    return snapshot(clauses=clauses()[4:9], terms=snapshot().terms[:1], annexes=(), breaches=(), glossary=())


@cache
def rendered() -> RenderedContract:
    return render_contract(short_contract())


@cache
def prepared() -> bytes:
    return prepare_for_signing(rendered(), authority(), at=AT)


@cache
def appearance(key: str) -> SignatureAppearance:
    party, signer, title = SIGNERS[key]
    return compose_appearance(
        party_name=party.name,
        uscc=party.uscc,
        signer_name=signer,
        signer_title=title,
        authority="legal_representative",
        at=AT,
        language="zh-hans",
    )


def identity(key: str, at: datetime = AT, years: int = 30, name: str = "ours") -> SigningIdentity:
    party, signer, _ = SIGNERS[key]
    return authority(name).issue_party_certificate(
        party_name=party.name, signer_name=signer, uscc=party.uscc, at=at, years=years
    )


def sign(pdf: bytes, key: str, by: SigningIdentity | None = None, at: datetime = AT) -> bytes:
    return append_signature(pdf, key, by or identity(key), appearance(key), at=at, reason="签字并盖章")


@cache
def signed(order: str = "BA") -> bytes:
    """The short contract, signed by the parties in this order."""
    return sign(signed(order[:-1]), order[-1]) if order else prepared()


def judged(pdf: bytes) -> Verdict:
    return verify(pdf, trust(), at=AT + timedelta(days=30))


def codes(verdict: Verdict) -> set[str]:
    return {reason.code for reason in verdict.reasons}


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], object]) -> bytes:
    """The file with one more revision, as anybody with a PDF library can append it."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def signatures(pdf: bytes) -> list[EmbeddedPdfSignature]:
    return list(PdfFileReader(BytesIO(pdf)).embedded_signatures)


def certificate(key: str) -> x509.Certificate:
    """The certificate in a party's signature."""
    found = next(each for each in signatures(signed()) if each.field_name == f"Signature_{key}")
    return x509.load_der_x509_certificate(found.signer_cert.dump())


def page_texts(pdf: bytes) -> list[str]:
    """What a reader can copy from each page."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    assert done.stderr == b""
    return done.stdout.decode().split("\f")[:-1]


def one_clause(text: str, **changes: object) -> ContractSnapshot:
    """A contract of a single clause with this text."""
    clause = ClauseSnapshot("1", "article", text[:200], (Segment("text", text),))
    bare: dict[str, object] = {"clauses": (clause,), "terms": (), "annexes": (), "breaches": (), "glossary": ()}
    return snapshot(**(bare | changes))
