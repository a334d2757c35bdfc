from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
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


class LanguageForm(forms.Form):
    """The language of pages, mails and documents."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


class TokenForm(forms.Form):
    """A new API token's name."""

    name = forms.CharField(
        label=_("What will use it?"), max_length=80, help_text=_("For example: POS of the Riverside venue")
    )
