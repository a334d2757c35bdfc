"""Refusals on forms."""

from typing import Final

from django.core.exceptions import ValidationError
from django.forms import BaseForm

from foundation.refusals import RULE_BROKEN, Refused

INVALID: Final = RULE_BROKEN
"""The status of a page that shows a form again because it was not accepted."""


def add_refusal(form: BaseForm, refused: Refused) -> None:
    """Show the refusal at the field it concerns, or above the form when it has no such field."""
    field = refused.field if refused.field in form.fields else None
    form.add_error(field, ValidationError(refused.message, code=refused.code))
