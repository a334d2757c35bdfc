"""Certifies a contract's PDF and appends the parties' signatures to it, one PAdES signature per act (ETSI EN 319 142).

Each signature is an incremental update of the same file: bytes that were signed stay as they are.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper, TimestampRequestError
from pyhanko.stamp.noop import NoOpStampStyle

import contracts.documents.refusals  # noqa: F401  # declares what may be refused here
from contracts.documents.appearance import SignatureAppearance, appearance_pdf
from contracts.documents.awaiting import run_now
from contracts.documents.contract import RenderedContract
from contracts.documents.fields import CERTIFICATION, add_fields, fill_seal, fill_signature, signature_field
from contracts.documents.identity import InstallationCA, SigningIdentity
from foundation.refusals import Refused

_FROZEN = "定稿锁定，此后仅可由各方签字盖章 Frozen: the parties may only sign and seal"


def prepare_for_signing(
    rendered: RenderedContract, ca: InstallationCA, *, at: datetime, certifier: SigningIdentity | None = None
) -> bytes:
    """The rendered contract with all its fields, certified: from here on it can only be signed and sealed.

    `certifier` replaces the installation's own certificate, see `identity.configured_certifier`. Raises Refused
    `contracts.timestamp_missing` when a timestamp service is configured and does not answer.
    """
    writer = _Update(BytesIO(rendered.pdf))
    append_signature_field(writer, SigFieldSpec(CERTIFICATION))
    add_fields(writer, rendered.signature_boxes.items(), rendered.page_count)
    meta = PdfSignatureMetadata(
        field_name=CERTIFICATION,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        reason=_FROZEN,
    )
    return _sign(writer, meta, certifier or ca.certifier(at=at), at)


def append_signature(
    pdf: bytes,
    party_key: str,
    identity: SigningIdentity,
    appearance: SignatureAppearance,
    *,
    at: datetime,
    reason: str,
    language: str = "zh-hans",
    location: str | None = None,
) -> bytes:
    """The same file with one more signature: handwriting and seal in the party's box, its seal across the page edges.

    Raises LookupError when the file was not prepared for this party, ValueError when the party has signed already,
    Refused `contracts.timestamp_missing` when a timestamp service is configured and does not answer.
    """
    writer = _Update(BytesIO(pdf))
    fill_signature(writer, party_key, appearance_pdf(appearance, language))
    fill_seal(writer, party_key, appearance.seal_png)
    meta = PdfSignatureMetadata(
        field_name=signature_field(party_key),
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        name=identity.name,
        reason=reason,
        location=location,
    )
    return _sign(writer, meta, identity, at)


def _sign(
    writer: IncrementalPdfFileWriter, meta: PdfSignatureMetadata, identity: SigningIdentity, at: datetime
) -> bytes:
    signer = _SignerAt(meta, identity.signer, at=at, timestamper=_timestamper())
    try:
        signed = run_now(lambda: signer.async_sign_pdf(writer, existing_fields_only=True))
    except TimestampRequestError as error:
        raise Refused("contracts.timestamp_missing") from error
    content: bytes = signed.getvalue()
    return content


class _Update(IncrementalPdfFileWriter):
    """An update that writes only what it was asked to write."""

    def _update_meta(self) -> None:
        """Leaves the metadata alone: a party's signature touches nothing but the party's own fields, which `verify`
        insists on, and the certified XMP keeps saying PDF/A."""


class _SignerAt(PdfSigner):
    """Signs at a moment that is given, so that paper, signature and database name the same one. The picture in the
    field is made beforehand and left alone."""

    def __init__(
        self, meta: PdfSignatureMetadata, signer: Signer, *, at: datetime, timestamper: TimeStamper | None
    ) -> None:
        super().__init__(meta, signer, timestamper=timestamper, stamp_style=NoOpStampStyle())
        self._at = at

    def init_signing_session(self, pdf_out: BasePdfFileWriter, *arguments: Any, **options: Any) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, *arguments, **options)
        session.system_time = self._at
        return session

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        """Declares PAdES only. For P-256 the library would also raise the file to PDF 2.0, which PDF/A-3 is not."""
        del md_algorithm
        pdf_out.ensure_output_version(version=(1, 7))
        pdf_out.register_extension(ESIC_EXTENSION_1)


def _timestamper() -> TimeStamper | None:
    """The configured timestamp authority. Without one a signature carries only the signer's own time, and says so."""
    url = settings.ENCORE_TSA_URL
    return HTTPTimeStamper(url, timeout=10) if url else None
