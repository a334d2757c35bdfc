"""A person's own page: language, messages, API tokens."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation.refusals import Refused
from foundation.web.refusals import add_refusal
from parties.domain import messages as telling
from parties.domain import people, tokens
from parties.models import ApiToken, Message
from parties.web.access import ScopedRequest, route
from parties.web.forms import LanguageForm, TokenForm
from parties.web.session import remember_language

MESSAGES_SHOWN = 100


@route(GET="self", POST="self")
def account(request: ScopedRequest) -> HttpResponse:
    """Language and API tokens; a new token's key is shown here once."""
    form, key = TokenForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            _token, key = tokens.issue_token(
                user=request.user, name=form.cleaned_data["name"], by=request.scope, at=timezone.now()
            )
            form = TokenForm()
        except Refused as refused:
            add_refusal(form, refused)
    return render(
        request,
        "parties/account.html",
        {
            "form": form,
            "key": key,
            "language_form": LanguageForm(initial={"language": request.user.language}),
            "tokens": ApiToken.objects.filter(user=request.user).order_by("-created_at"),
        },
    )


@route(POST="self")
def language(request: ScopedRequest) -> HttpResponse:
    """Choose the language of pages and mails."""
    form = LanguageForm(request.POST)
    response = redirect("account")
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        people.choose_language(request.user, chosen, by=request.scope)
        remember_language(response, chosen)
    return response


@route(POST="self")
def revoke(request: ScopedRequest, token_id: int) -> HttpResponse:
    """End an API token of one's own."""
    tokens.revoke_token(token_id, by=request.scope, at=timezone.now())
    toasts.success(request, _("The token no longer works."))
    return redirect("account")


@route(GET="self")
def messages(request: ScopedRequest) -> HttpResponse:
    """The latest messages, unread ones first marked as read by opening this page."""
    shown = list(Message.objects.within(request.scope).order_by("-created_at", "-pk")[:MESSAGES_SHOWN])
    language_code = get_language() or "zh-hans"
    rows = [(message, telling.render(message, language=language_code)) for message in shown]
    people.mark_read([message.pk for message in shown if message.read_at is None], by=request.scope, at=timezone.now())
    return render(request, "parties/messages.html", {"rows": rows})
