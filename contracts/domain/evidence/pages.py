"""A pack's content for people: one page in each language, to be opened in any browser, without scripts."""

from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils import timezone, translation

from contracts.domain.evidence.gathering import Gathered
from contracts.domain.evidence.parts import Value, Words
from contracts.domain.terms.values import SHANGHAI
from parties.models import Party

LANGUAGES = {"zh-hans": "index.zh-Hans.html", "en": "index.en.html"}
ROOM = files("contracts.domain.evidence")


def pages_of(found: Gathered, party: Party) -> Iterator[tuple[str, bytes]]:
    """The pages by path, with their style sheet."""
    yield "index.css", ROOM.joinpath("index.css").read_bytes()
    for language, path in LANGUAGES.items():
        with translation.override(language), timezone.override(SHANGHAI):
            yield (
                path,
                render_to_string("contracts/evidence/index.html", {**_page(found, language), "party": party}).encode(),
            )


def _page(found: Gathered, language: str) -> dict[str, Any]:
    from contracts.documents.pack_signature import ca_fingerprint

    is_zh = language != "en"

    def say(text: Words) -> str:
        return text.zh if is_zh else text.en

    return {
        "language": language,
        "contract": found.subject.contract,
        "subject": found.subject,
        "breaches": sorted(found.subject.breaches),
        "last_day": found.subject.until and timezone.localdate(found.subject.until),
        "fingerprint": ca_fingerprint(),
        "clauses": [(each, *(each.zh if is_zh else each.en)) for each in found.clauses],
        "events": [
            (each, say(each.title), quote(found.path_of(each.file.pk)) if each.file else "") for each in found.events
        ],
        "records": [
            (
                each,
                say(each.title),
                [(say(one.label), _spoken(one.value, say)) for one in each.facts if one.value not in (None, "")],
                [(say(step), amount) for step, amount in each.lines],
            )
            for each in found.records
        ],
        "files": [(each, quote(each.path), say(each.original.title)) for each in found.files],
    }


def _spoken(value: Value, say: Any) -> str:
    match value:
        case Words():
            return str(say(value))
        case datetime():
            return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
    return str(value)
