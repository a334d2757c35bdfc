"""How messages about clocks in general read. They hold ids alone; the words are found when somebody reads them."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parties.domain.messages import Rendered
from parties.models import User


def handed_on(params: Mapping[str, int | str]) -> Rendered:
    """What a colleague who is away answered for is yours now."""
    count = int(params["count"])
    person = User.objects.filter(pk=int(params["from"])).first()
    return Rendered(
        subject=ngettext(
            "%(count)s step of %(person)s is yours now", "%(count)s steps of %(person)s are yours now", count
        )
        % {"count": count, "person": person or "–"},
        body=_("Your colleague is away or has left. What was still open lies with you; your home page lists it."),
        path=reverse("home"),
    )


def taken_back(params: Mapping[str, int | str]) -> Rendered:
    """Who was away is back, and answers for it again."""
    count = int(params["count"])
    person = User.objects.filter(pk=int(params["by"])).first()
    return Rendered(
        subject=ngettext("%(person)s took %(count)s step back", "%(person)s took %(count)s steps back", count)
        % {"count": count, "person": person or "–"},
        body=_("You stood in for them. They are back, and answer for it again."),
        path=reverse("home"),
    )
