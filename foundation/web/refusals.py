"""Refusals on forms."""

from django.core.exceptions import ValidationError
from django.forms import BaseForm

from foundation.refusals import Refused


def add_refusal(form: BaseForm, refused: Refused) -> None:
    """Show the refusal at the field it concerns, or above the form when it has no such field."""
    field = refused.field if refused.field in form.fields else None
    form.add_error(field, ValidationError(refused.message, code=refused.code))
