"""What is kept of a member, on paper and for machines: from its snapshot and nothing else."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from foundation.fonts import SANS, face
from foundation.pdf import ARCHIVAL, render_pdf

BOX = "□"
FOLDER = Path(settings.BASE_DIR) / "templates" / "members" / "pdf"


def member_file(snapshot: Mapping[str, Any]) -> bytes:
    """A ZIP with the same as a PDF to read and as JSON to take elsewhere (PIPL 45 gives a right to both).

    A sign that the paper's typeface does not have, in a name say, is a box in the PDF and itself in the JSON.
    """
    html = _printable(render_to_string("members/pdf/member_file.html", {"file": snapshot}))
    name, content = f"member-{snapshot['number']}", io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(f"{name}.pdf", render_pdf(html, stylesheets=(FOLDER / "paper.css",), variant=ARCHIVAL))
        packed.writestr(f"{name}.json", json.dumps(snapshot, ensure_ascii=False, indent=2))
    return content.getvalue()


def _printable(text: str) -> str:
    lacking = {sign for sign in face(SANS, "Regular").lacks(text) if not sign.isspace()}
    return text.translate({ord(sign): BOX for sign in lacking})
