"""How what a form or a button asks is done, or what refuses is said."""

from collections.abc import Callable

from django import forms
from django.contrib import messages as toasts

from foundation.refusals import Refused
from foundation.web.refusals import add_refusal
from parties.web.access import ScopedRequest


def is_done(request: ScopedRequest, form: forms.Form, do: Callable[[], object], words: str) -> bool:
    """Do it if the form can be read and nothing refuses; else the form says what was wrong."""
    if not form.is_valid():
        return False
    try:
        do()
    except Refused as refused:
        add_refusal(form, refused)
        return False
    toasts.success(request, words)
    return True


def do_beside(request: ScopedRequest, form: forms.Form, do: Callable[[], object], words: str) -> None:
    """The same for a small form beside a row: what was wrong is said above the page."""
    if not is_done(request, form, do, words):
        for errors in form.errors.values():
            for error in errors:
                toasts.error(request, str(error))


def do_or_say(request: ScopedRequest, do: Callable[[], object], words: str) -> None:
    """The same for a button, which has no form."""
    try:
        do()
    except Refused as refused:
        toasts.error(request, refused.message)
    else:
        toasts.success(request, words)
