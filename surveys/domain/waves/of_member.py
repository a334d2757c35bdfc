"""What waves know of one member: on their line of time, and in the file that they may ask for. Never an answer."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from members.domain.privacy.personal import Personal
from members.domain.registry.access_file import Section
from members.domain.registry.timeline import MOST, Happening
from members.models import Member
from parties.domain.scope import Scope
from surveys.models import Invitation, InvitationAttempt, InvitationState

SEE = "surveys.see"


def happenings(member: Member, by: Scope) -> Iterator[Happening]:
    """That they were invited, and tried, as far as the person's own side asked them. Whether they answered stays where
    the invitations are listed."""
    if not by.may(SEE):
        return
    mine = Invitation.objects.within(by, verb=SEE).filter(member=member).exclude(state=InvitationState.DRAWN)
    for each in mine.select_related("wave").order_by("-pk")[:MOST]:
        yield Happening(each.wave.opens_at, _("Invited to a survey: %(wave)s") % {"wave": each.wave.name}, "messages")
    tried = InvitationAttempt.objects.filter(invitation__in=mine).select_related("by").order_by("-at")[:MOST]
    for attempt in tried:
        note = str(attempt.get_outcome_display())
        yield Happening(attempt.at, _("Asked to answer a survey"), "phone-call", note=note, who=attempt.by.name)


def invitations(member: Member, _personal: Personal, _by: Scope) -> Section:
    """To which surveys they were drawn, and what became of it; what they answered nobody can find."""
    rows = Invitation.objects.filter(member=member).select_related("wave").order_by("pk")
    told = [
        [timezone.localtime(row.wave.opens_at).date().isoformat(), row.wave.name, str(row.get_state_display())]
        for row in rows
    ]
    return Section(_("Surveys to which you were invited"), [_("When"), _("Survey"), _("State")], told)
