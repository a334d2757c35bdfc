"""How messages about complaints read. They hold ids and codes alone; the words are found when somebody reads them."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.domain.clocks.rules import CLOCK
from complaints.models import Clock, complaint_number
from contracts.domain.liability.causes import Cause
from contracts.models import Obligation
from parties.domain.messages import Rendered
from parties.models import Room

Params = Mapping[str, int | str]


def _gaps(params: Params) -> dict[str, object]:
    due_at = timezone.localtime(datetime.fromisoformat(str(params["due"])))
    return {
        "number": complaint_number(int(params["complaint"])),
        "step": str(CLOCK[str(params["clock"])].label),
        "due": f"{due_at:%Y-%m-%d %H:%M}",
        "count": params.get("count", 1),
    }


def _path(params: Params) -> str:
    """The complaint, or the person's list when there are several."""
    if int(params.get("count", 1)) > 1:
        return reverse("complaints:list")
    return reverse("complaints:detail", args=[params["complaint"]])


def _place_to_acknowledge(params: Params) -> str:
    """The complaint, or the home page, which lists all that wait for a word."""
    return reverse("home") if int(params.get("count", 1)) > 1 else _path(params)


def your_turn(params: Params) -> Rendered:
    """A clock of yours has started, or was handed to you."""
    return Rendered(
        subject=_("Your turn: %(step)s, %(number)s") % _gaps(params),
        body=_("Please do this by %(due)s: %(step)s.") % _gaps(params),
        path=_path(params),
    )


def warned_50(params: Params) -> Rendered:
    """Half of the time is used up."""
    return _reminder(params, _("Half of the time is used up."))


def warned_80(params: Params) -> Rendered:
    """Four fifths of the time are used up."""
    return _reminder(params, _("Only a fifth of the time is left."))


def _reminder(params: Params, how_far: str) -> Rendered:
    count = int(params["count"])
    return Rendered(
        subject=ngettext(
            "Reminder: %(step)s, %(number)s", "Reminder: %(count)s steps of complaints wait for you", count
        )
        % _gaps(params),
        body=how_far + " " + _("The first is due at %(due)s: %(step)s, %(number)s.") % _gaps(params),
        path=_path(params),
    )


def missed(params: Params) -> Rendered:
    """A clock of yours ran out."""
    count = int(params["count"])
    return Rendered(
        subject=ngettext("Too late: %(step)s, %(number)s", "Too late: %(count)s steps of complaints", count)
        % _gaps(params),
        body=_("The time ran out at %(due)s: %(step)s, %(number)s. Acknowledge it, and do it now.") % _gaps(params),
        path=_place_to_acknowledge(params),
    )


def escalated(params: Params) -> Rendered:
    """A clock of somebody you answer for ran out."""
    count = int(params["count"])
    return Rendered(
        subject=ngettext(
            "Missed at your venue: %(step)s, %(number)s", "Missed at your venues: %(count)s steps of complaints", count
        )
        % _gaps(params),
        body=_(
            "The time ran out at %(due)s, and nobody acknowledged it: %(step)s, %(number)s."
            " Acknowledge it, and see that it is done."
        )
        % _gaps(params),
        path=_place_to_acknowledge(params),
    )


def paused(params: Params) -> Rendered:
    """A clock that concerns you was stopped for a stated reason."""
    return Rendered(
        subject=_("Clock paused: %(step)s, %(number)s") % _gaps(params),
        body=_("The reason stands with the complaint. If you do not agree, let the clock run on there."),
        path=_path(params),
    )


def resumed(params: Params) -> Rendered:
    """It runs on."""
    return Rendered(
        subject=_("Clock runs on: %(step)s, %(number)s") % _gaps(params),
        body=_("It is due at %(due)s now.") % _gaps(params),
        path=_path(params),
    )


def answered(params: Params) -> Rendered:
    """Marketing has answered the promoter."""
    number = complaint_number(int(params["complaint"]))
    said = {
        "answer_promoter": _("Marketing has answered you on this complaint."),
        "tell_promoter": _("Marketing tells you the result of this complaint."),
        "dismiss": _("Marketing has looked into this complaint and dismissed it."),
    }
    return Rendered(
        subject=_("Answer on %(number)s") % {"number": number},
        body=said[str(params["verb"])],
        path=reverse("complaints:detail", args=[params["complaint"]]),
    )


def major(params: Params) -> Rendered:
    """A complaint is major: people and evidence come first, and those in charge must know."""
    number = complaint_number(int(params["complaint"]))
    return Rendered(
        subject=_("Major complaint: %(number)s") % {"number": number},
        body=_("Please see at once that people are helped, the danger is stopped and the evidence is kept."),
        path=reverse("complaints:detail", args=[params["complaint"]]),
    )


def dismissed(params: Params) -> Rendered:
    """A complaint under your contract was dismissed."""
    return Rendered(
        subject=_("Dismissed: %(number)s") % {"number": complaint_number(int(params["complaint"]))},
        body=_("The reason stands in its history. If you think otherwise, open it again."),
        path=reverse("complaints:detail", args=[params["complaint"]]),
    )


def reopened(params: Params) -> Rendered:
    """A complaint under your contract was opened again."""
    return Rendered(
        subject=_("Opened again: %(number)s") % {"number": complaint_number(int(params["complaint"]))},
        body=_("The reason stands in its history. Its clocks have begun anew."),
        path=reverse("complaints:detail", args=[params["complaint"]]),
    )


def customer_said(params: Params) -> Rendered:
    """The customer has acted on their page."""
    number = complaint_number(int(params["complaint"]))
    said = {
        "confirm": _("The customer confirms the result."),
        "contest": _("The customer contests the result: a new plan is needed."),
        "add": _("The customer has added something."),
    }
    return Rendered(
        subject=_("The customer of %(number)s has written") % {"number": number},
        body=said[str(params["verb"])],
        path=reverse("complaints:detail", args=[params["complaint"]]),
    )


def code_busy(params: Params) -> Rendered:
    """More came from one room than was taken."""
    room = Room.objects.select_related("venue").get(pk=params["room"])
    gaps = {"room": room.name, "venue": room.venue.name}
    return Rendered(
        subject=_("Many complaints from room %(room)s") % gaps,
        body=_(
            "More complaints came from the code of room %(room)s at %(venue)s than are taken in an hour."
            " The others were asked to speak to the staff. If this is mischief, replace the code."
        )
        % gaps,
        path=f"{reverse('complaints:room-codes')}?venue={room.venue_id}",
    )


def behind(obligation: Obligation) -> Iterable[Cause]:
    """The complaint whose step an obligation is."""
    for clock in Clock.objects.filter(obligation=obligation):
        title = _("Complaint %(number)s: %(step)s") % {
            "number": complaint_number(clock.complaint_id),
            "step": clock.label,
        }
        yield Cause(title, reverse("complaints:detail", args=[clock.complaint_id]))
