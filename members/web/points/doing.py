"""How a form is done or shown again."""

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


def do_or_say(request: ScopedRequest, do: Callable[[], object], words: str) -> None:
    """The same for a button: what refuses is said above the page."""
    try:
        do()
    except Refused as refused:
        toasts.error(request, refused.message)
    else:
        toasts.success(request, words)
