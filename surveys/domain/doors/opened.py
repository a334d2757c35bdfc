"""The invitation whose link a browser has opened."""

from surveys.models import Invitation


def invitation_opened(invitation_id: int) -> Invitation:
    """It, with what its page shows; the browser's session, which only we write, is what proves the link."""
    rows = Invitation.objects.select_related("wave__version__questionnaire", "wave__party", "stratum__venue")
    return rows.get(pk=invitation_id)
