"""Every template of the house: it compiles, names what exists, and keeps to the content policy."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.utils import translation

from foundation.templatetags.ui import icon_body
from parties.web import navigation

TEMPLATES = Path(settings.BASE_DIR) / "templates"
KIT = TEMPLATES / "_components"
ALL = sorted(TEMPLATES.rglob("*.html"))
FORBIDDEN = re.compile(r"\sstyle\s*=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)


def without_comments(path: Path) -> str:
    return re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_keeps_the_rules(path: Path) -> None:
    """The content policy forbids inline style and script; a long template is two templates."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 150
    assert FORBIDDEN.findall(text) == []


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_compiles_and_names_only_known_icons_and_components(path: Path) -> None:
    get_template(str(path.relative_to(TEMPLATES)))
    text = without_comments(path)
    named = re.findall(r"\s(?:[a-z]+-)?icon(?:-after)?=\"([^\"{]+)\"|{% icon \"([^\"]+)\"", text)
    assert [name for pair in named for name in pair if name and icon_body(name) is None] == []
    components = set(re.findall(r"<c-([\w-]+)", text)) - {"vars", "slot"}
    assert components <= {component.stem for component in KIT.glob("*.html")}


@pytest.mark.parametrize(
    "text",
    [
        '<p style="x">',
        "<style>",
        "<script>a()</script>",
        '<script type="module">',
        '<a onclick="x">',
        '<a href="javascript:x">',
    ],
)
def test_rule_finds_what_the_policy_forbids(text: str) -> None:
    assert FORBIDDEN.search(text)


def test_every_place_in_the_navigation_has_an_icon() -> None:
    assert [entry.icon for entry in navigation._entries.values() if icon_body(entry.icon) is None] == []


def test_page_500_needs_no_request() -> None:
    with translation.override("en"):
        drawn = get_template("500.html").render()
    assert "Something broke on our side" in drawn
