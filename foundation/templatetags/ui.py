"""Template tags that draw what every page shares: icons, form widgets and money.

The words come from the catalogue; the looks come from ``templates/_components`` and ``static/encore``.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django import forms, template
from django.contrib.staticfiles import finders
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from foundation.money import shown

register = template.Library()
logger = logging.getLogger(__name__)

ICON_NAME = re.compile(r"[a-z0-9-]+")
ICON_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
BLANK_PATH = re.compile(r'<path stroke="none"[^>]*/>')


@lru_cache(maxsize=512)
def icon_body(name: str) -> str | None:
    """The drawing inside the icon's ``<svg>``, or None when there is no icon of that name."""
    if not ICON_NAME.fullmatch(name):
        return None
    found = finders.find(f"vendor/tabler-icons/outline/{name}.svg")
    if not isinstance(found, str):
        return None
    drawing = ICON_BODY.search(Path(found).read_text(encoding="utf-8"))
    return " ".join(BLANK_PATH.sub("", drawing.group(1)).split()) if drawing else None


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """Draw an icon inline. It is decoration, hidden from screen readers, unless it is given a ``label``.

    An unknown name draws nothing and is logged: a page must not fail for a picture.
    """
    body = icon_body(str(name))
    if body is None:
        logger.error("icon %r does not exist", name)
        return SafeString("")
    role = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"'
        ' stroke-linecap="round" stroke-linejoin="round" focusable="false" {}>{}</svg>',
        css,
        role,
        mark_safe(body),  # noqa: S308 - read from the installed icon set, never from a user
    )


@register.filter
def money(amount: object) -> str:
    """Yuan with thousands separators and two places: ``¥1,234.50``; a dash when there is no amount."""
    if amount is None or amount == "":
        return "—"
    return shown(Decimal(str(amount)))


KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.CheckboxInput, "checkbox"),
    (forms.RadioSelect, "choices"),
    (forms.ClearableFileInput, "file"),
    (forms.FileInput, "file"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
)
CLASSES = {"checkbox": "", "choices": "", "select": "form-select"}


@register.filter
def field_kind(field: BoundField) -> str:
    """How a field is drawn: checkbox, choices (radio or many boxes), file, select, textarea or input."""
    widget = field.field.widget
    return next((kind for base, kind in KINDS if isinstance(widget, base)), "input")


@register.simple_tag
def widget(field: BoundField, css: str = "", **attrs: str) -> SafeString:
    """The field's widget with the kit's classes, tied to its help text and error by their ids.

    Underscores in attribute names become hyphens; empty values are left out.
    """
    classes = [CLASSES.get(field_kind(field), "form-control"), css, str(field.field.widget.attrs.get("class", ""))]
    if field.errors:
        classes.append("is-invalid")
    given = {name.replace("_", "-"): value for name, value in attrs.items() if value}
    return field.as_widget(attrs={**given, "class": " ".join(filter(None, classes))})


@register.filter
def value_of(mapping: Mapping[object, object], key: object) -> object:
    """What the mapping holds for the key, or for its text; nothing when neither is there."""
    return mapping[key] if key in mapping else mapping.get(str(key), "")
