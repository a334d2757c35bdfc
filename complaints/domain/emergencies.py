"""Major complaints: whom they are told to at once (form ``ktv-1``, clause 3.5; form ``ktv-3``, clause 4.4)."""

from datetime import datetime

from complaints.domain.people import managers_of
from complaints.models import Complaint
from contracts.domain.chiefs import chiefs_of
from parties.domain.messages import Telling, tell


def tell_of_major(complaint: Complaint, *, actor_id: int | None, at: datetime) -> None:
    """The venue's managers hear of it, and whoever answers for the contract on either side; not who said it."""
    chiefs = chiefs_of(complaint.contract).values() if complaint.contract else ()
    people = {*managers_of([complaint.venue])[complaint.venue_id], *chiefs} - {actor_id}
    tell(
        [
            Telling(
                user_id=user_id,
                kind="complaints.major",
                key=f"complaint-major:{complaint.pk}:{complaint.cycle}:{at.timestamp():.0f}:{user_id}",
                params={"complaint": complaint.pk},
            )
            for user_id in sorted(people)
        ],
        at=at,
    )
