"""Forms about clocks: pauses and words on escalations. What is allowed, the domain says."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.domain.clocks.escalating import LONGEST_NOTE


class PauseForm(forms.Form):
    """Why a clock is stopped."""

    reason = forms.CharField(label=_("Why is the clock paused?"), max_length=300)


class WordForm(forms.Form):
    """What happens now with a missed step."""

    note = forms.CharField(label=_("What happens now?"), max_length=LONGEST_NOTE)
