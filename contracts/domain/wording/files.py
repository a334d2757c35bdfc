"""The contract's PDF through its revisions: what was sent is revision 0, each signature makes the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from contracts.documents.snapshot import ContractSnapshot
from contracts.models import ContractVersion, SealedFile, SignatureRequest
from foundation.files import store

PDF = "application/pdf"
# A contract of some hundred pages with two uploaded seals stays far below.
LARGEST = 50 * 1024 * 1024


@dataclass(frozen=True)
class PreparedContract:
    """A certified PDF with empty signature fields, and the page on which each clause begins."""

    pdf: bytes
    pages: Mapping[str, int]


def prepare(snapshot: ContractSnapshot, *, at: datetime) -> PreparedContract:
    """Print the snapshot and certify it. Refused ``contracts.glyph_missing`` for what no font can print."""
    from contracts.documents.contract import render_contract
    from contracts.documents.identity import configured_certifier, installation_ca
    from contracts.documents.signing import prepare_for_signing

    rendered = render_contract(snapshot)
    return PreparedContract(
        pdf=prepare_for_signing(rendered, installation_ca(), at=at, certifier=configured_certifier()),
        pages=rendered.pages,
    )


def store_revision(
    version: ContractVersion, pdf: bytes, *, signature: SignatureRequest | None, at: datetime
) -> SealedFile:
    """Keep the next revision, in the caller's transaction.

    The content is in the storage before the transaction commits: a row never points to a file that is not there; the
    file of a transaction that failed is an orphan that harms nobody.
    """
    last = version.sealed_files.order_by("-revision").values_list("revision", flat=True).first()
    revision = 0 if last is None else last + 1
    name = f"{version.contract.number}-v{version.number}-r{revision}.pdf"
    file = store(pdf, name, kinds={PDF}, max_bytes=LARGEST)
    return SealedFile.objects.create(version=version, revision=revision, file=file, signature=signature, created_at=at)


def latest_revision(version: ContractVersion) -> SealedFile:
    """The file as the last signature, or the sending, left it."""
    return version.sealed_files.select_related("file").latest("revision")
