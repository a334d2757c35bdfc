"""What a phone sends. These check shape alone; what is allowed, the domain says."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms

from complaints.domain.floor.phone_clock import PhoneSaid
from complaints.domain.floor.sending import Announced
from complaints.web.intake.forms import ToldForm

LATEST = 4_102_444_800_000  # the year 2100, in milliseconds
LONGEST_WAIT = 366 * 24 * 3600  # seconds


class MomentField(forms.IntegerField):
    """Milliseconds since 1970, as browsers count; a phone that lost its date begins there again."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=LATEST, **kwargs)

    def clean(self, value: Any) -> Any:
        told = super().clean(value)
        return None if told is None else datetime.fromtimestamp(told / 1000, tz=UTC)


class SentForm(ToldForm):
    """A complaint that waited in a phone, with moments by the phone's clock."""

    happened_at = MomentField(required=False)
    logged_at = MomentField()
    sent_at = MomentField()
    waited = forms.FloatField(min_value=0, max_value=LONGEST_WAIT)

    def said(self) -> PhoneSaid:
        """The moments of a valid form."""
        told = self.cleaned_data
        return PhoneSaid(
            happened_at=told["happened_at"],
            logged_at=told["logged_at"],
            sent_at=told["sent_at"],
            waited=timedelta(seconds=told["waited"]),
        )


class AnnouncedForm(forms.Form):
    """A file that is going to follow."""

    client_id = forms.UUIDField()
    name = forms.CharField(max_length=500, required=False)
    sha256 = forms.RegexField(r"\A[0-9a-f]{64}\Z")
    size = forms.IntegerField(min_value=0)

    def announced(self) -> Announced:
        """The file of a valid form."""
        return Announced(**self.cleaned_data)


class PieceForm(forms.Form):
    """Where in its file a piece begins, in bytes."""

    offset = forms.IntegerField(min_value=0)
