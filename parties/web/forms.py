from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """E-mail and password."""

    error_messages = {  # Django's own declaration is a plain dict
        "invalid_login": _("E-mail and password do not belong together. Check both; capitals count in the password."),
        "inactive": _("This account is closed. Ask your administrator."),
    }


class ForgottenForm(forms.Form):
    """Where to send the link."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)


RULES = _("At least 8 characters. Not a common password, and nothing like your name or e-mail.")


class PasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # generic in the stubs only
    """A new password, by the mailed link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


class NewPasswordForm(PasswordChangeForm):
    """A new password for whoever knows the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


def _in_our_words(form: forms.Form) -> None:
    """One line that says all the rules of ``AUTH_PASSWORD_VALIDATORS``, and none to say the obvious."""
    form.fields["new_password1"].help_text = RULES
    form.fields["new_password2"].help_text = ""


class LanguageForm(forms.Form):
    """The language of pages, mails and documents."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


class TokenForm(forms.Form):
    """A new API token's name."""

    name = forms.CharField(
        label=_("What will use it?"), max_length=80, help_text=_("For example: POS of the Riverside venue")
    )
