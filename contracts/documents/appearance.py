"""What a party's signature looks like on paper: handwriting, seal, who signed for whom and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string

from contracts.documents.fitting import cut
from contracts.documents.pictures import cut_out, typed_signature
from contracts.documents.seal import drawn_seal
from contracts.documents.wording import html_language, word
from foundation.languages import is_chinese, pick
from foundation.pdf import render_pdf

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class SignatureAppearance:
    """Two transparent PNGs and the lines of text printed with them. `signs_for` is the full name of the party."""

    signature_png: bytes
    seal_png: bytes
    lines: tuple[str, ...]


def compose_appearance(
    *,
    party_name: str,
    uscc: str,
    signer_name: str,
    signer_title: str,
    authority: str,
    at: datetime,
    language: str,
    drawing: bytes | None = None,
    seal: bytes | None = None,
) -> SignatureAppearance:
    """The appearance of one act of signing and sealing.

    `drawing` and `seal` are the pictures handed in (PNG or JPEG); without a drawing the signer's name is set in type,
    without a seal one is drawn from the party's name. `authority` is `legal_representative` or `letter_of_authority`.
    Raises Refused as `cut_out`, `typed_signature` and `drawn_seal` do.
    """
    return SignatureAppearance(
        signature_png=cut_out(drawing, field="drawing") if drawing else typed_signature(signer_name, field="signature"),
        seal_png=cut_out(seal, field="seal") if seal else drawn_seal(party_name, uscc),
        lines=(*_who(signer_name, signer_title, party_name, authority, language), printed_moment(at, language)),
    )


def _who(signer: str, title: str, party: str, authority: str, language: str) -> tuple[str, str]:
    """Signs, and for whom. Names stay in the characters in which their bearers write them."""
    ground, signs_for = word(authority, language), word("signs_for", language)
    # The full name stands above the box.
    party = cut(party, 66)
    if is_chinese(language):
        return f"{signer}（{title}，{ground}）", f"{signs_for}：{party}"
    return f"{signer}, {title} ({ground})", f"{signs_for} {party}"


def printed_moment(at: datetime, language: str) -> str:
    """A moment as printed beside a signature, in Beijing time, named as such."""
    local = at.astimezone(SHANGHAI)
    return pick(
        language,
        f"{local.year}年{local.month}月{local.day}日 {local:%H:%M:%S}（北京时间）",
        f"{local:%Y-%m-%d %H:%M:%S} UTC+8",
    )


def appearance_pdf(appearance: SignatureAppearance, language: str) -> bytes:
    """The appearance as a one-page PDF of the size of a signature box, without any background."""
    context = {"lines": appearance.lines, "language": html_language(language)}
    return render_pdf(
        render_to_string("contracts/pdf/appearance.html", context),
        stylesheets=[Path(settings.BASE_DIR) / "templates" / "contracts" / "pdf" / "appearance.css"],
        pictures={"signature": appearance.signature_png, "seal": appearance.seal_png},
    )
