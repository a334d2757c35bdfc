"""How a rule says no: one exception, known by a code, told to people in their own language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RULE_BROKEN = 422  # the request was understood, a rule refuses it
NOT_YOURS = 403
OUT_OF_STEP = 409  # the thing is in another state than the caller thought
TOO_LARGE = 413


@dataclass(frozen=True)
class _Declaration:
    message: str | Promise
    status: int


_DECLARED: dict[str, _Declaration] = {}


def declare(messages: Mapping[str, str | Promise], *, status: int = RULE_BROKEN) -> None:
    """Register refusal codes ("<app>.<what>") with their messages, which may hold %(name)s gaps.

    `status` is the HTTP status with which REST answers them. Raises ValueError when a code is declared a second time
    with another message.
    """
    for code, message in messages.items():
        known = _DECLARED.get(code)
        if known is not None and known.message != message:
            raise ValueError(f"refusal {code!r} is declared twice")
        _DECLARED[code] = _Declaration(message, status)


class Refused(Exception):
    """A rule refuses what was asked.

    `code` names the rule, `field` the form field it concerns (None: the whole request), `params` fill the message.
    Raises LookupError when the code was never declared, KeyError when the message needs a parameter that is missing.
    """

    def __init__(self, code: str, field: str | None = None, **params: object) -> None:
        if code not in _DECLARED:
            raise LookupError(f"refusal {code!r} was never declared")
        super().__init__(code)
        self.code = code
        self.field = field
        self.params = params
        # Filled once now, so that a forgotten parameter fails where it was forgotten, not later on the error page.
        _ = self.message

    @property
    def message(self) -> str:
        """The sentence for people, in the language active at the moment of reading."""
        return str(_DECLARED[self.code].message) % self.params

    @property
    def status(self) -> int:
        """The HTTP status that fits."""
        return _DECLARED[self.code].status

    def __str__(self) -> str:
        return self.message


declare(
    {
        "foundation.not_allowed_now": _("This is not possible now: the state is “%(state)s”."),
        "foundation.key_used_for_other_request": _("This idempotency key was already used for another request."),
    },
    status=OUT_OF_STEP,
)
declare(
    {
        "foundation.required": _("Please fill this in."),
        "foundation.day_out_of_range": _("Give a day from %(first)s to %(last)s."),
        "foundation.too_long": _("This is too long: at most %(limit)s characters."),
        "foundation.hidden_characters": _("This text contains hidden characters. Please type it again."),
        "foundation.amount_out_of_range": _(
            "The amount must lie between 0.00 and 999,999,999,999.99 and have two decimal places at most."
        ),
        "foundation.file_empty": _("The file is empty."),
        "foundation.file_wrong_kind": _("Files of this kind are not accepted here."),
        "foundation.bad_idempotency_key": _("An idempotency key has 1 to 200 letters, digits or signs, and no spaces."),
    }
)
declare(
    {
        "foundation.sheet_unreadable": _(
            "The signs of this file cannot be read. Save it as XLSX, or as CSV in UTF-8 or GB18030."
        ),
        "foundation.sheet_wrong_kind": _("This is no table. Save it as XLSX or CSV, without a password."),
        "foundation.sheet_broken": _("The file is damaged near row %(row)s. Save it again."),
        "foundation.sheet_empty": _("The file holds no rows beneath its headings."),
        "foundation.sheet_unpacks_too_far": _("What is packed in this file is too large to be opened."),
    }
)
declare(
    {
        "foundation.file_too_big": _("The file is too big: at most %(limit)s MB."),
        "foundation.sheet_too_wide": _("Row %(row)s has more than %(limit)s columns."),
        "foundation.sheet_too_long": _("The file has more than %(limit)s rows. Send it in parts."),
        "foundation.sheet_cell_too_long": _("A cell in row %(row)s has more than %(limit)s characters."),
    },
    status=TOO_LARGE,
)
