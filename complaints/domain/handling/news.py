"""What people hear of tasks, corrective actions and compensation: that it is theirs, that time runs out, what was said.

As with clocks, one message a person and sweep; what a side asks of its own people is told to its own people alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from complaints.domain.people import jobs_at
from complaints.models import Compensation, Complaint, ComplaintTask, CorrectiveAction
from deadlines.domain.consequences import Warned
from deadlines.models import Deadline
from parties.domain.messages import Telling, tell
from parties.domain.roles import Role

KIND_TASK: Final = "handling.task"
KIND_ACTION: Final = "handling.action"
KIND_CHECK: Final = "handling.check"
KINDS: Final = frozenset({KIND_TASK, KIND_ACTION, KIND_CHECK})

Found = tuple[Deadline, Complaint]


def tell_your_turn(complaint_id: int, deadline: Deadline, *, actor_id: int | None, at: datetime) -> None:
    """Tell the owner what is theirs to do and until when; nobody is told what they set themselves."""
    if deadline.owner_id is not None and deadline.owner_id != actor_id:
        tell([_telling(deadline.owner_id, "handling.your_turn", [(deadline, Complaint(pk=complaint_id))])], at=at)


def tell_task_ended(task: ComplaintTask, verb: str, *, actor_id: int | None, at: datetime) -> None:
    """Tell who gave a task what became of it; who has it, that it was taken back."""
    user_id = task.deadline.owner_id if verb == "withdraw" else task.given_by_id
    if user_id is not None and user_id != actor_id:
        params: dict[str, int | str] = {"complaint": task.complaint_id, "verb": verb}
        tell([Telling(user_id, "handling.task_ended", f"task-ended:{task.pk}", params)], at=at)


def tell_of_compensation(
    compensation: Compensation, kind: str, people: Iterable[int], *, actor_id: int | None, at: datetime
) -> None:
    """Tell these people of one's own side: ``asked`` to those who may decide, ``answered`` to who asked."""
    params: dict[str, int | str] = {"complaint": compensation.complaint_id, "state": compensation.state}
    key = f"compensation-{kind}:{compensation.pk}"
    tell(
        [
            Telling(user, f"handling.compensation_{kind}", f"{key}:{user}", params)
            for user in sorted(set(people))
            if user != actor_id
        ],
        at=at,
    )


def remind_of(warned: Sequence[Warned], at: datetime) -> None:
    """Tell the owners that half, or four fifths, of the time for a task or an action is used up."""
    percents = {each.deadline.pk: each.percent for each in warned}
    mine: dict[tuple[int, int], list[Found]] = defaultdict(list)
    for deadline, complaint in _found(each.deadline for each in warned):
        if deadline.owner_id is not None:
            mine[deadline.owner_id, percents[deadline.pk]].append((deadline, complaint))
    tell([_telling(user, f"handling.warned_{percent}", found) for (user, percent), found in mine.items()], at=at)


def tell_of_missed(missed: Sequence[Deadline], at: datetime) -> None:
    """Tell the owners, and those of their side who look after the venue, that time ran out."""
    owned: dict[int, list[Found]] = defaultdict(list)
    overseen: dict[int, list[Found]] = defaultdict(list)
    for deadline, complaint in _found(missed):
        if deadline.owner_id is not None:
            owned[deadline.owner_id].append((deadline, complaint))
        for user_id in _overseers(deadline.party_id, complaint):
            if user_id != deadline.owner_id:
                overseen[user_id].append((deadline, complaint))
    tell(
        [
            *(_telling(user, "handling.missed", found) for user, found in owned.items()),
            *(_telling(user, "handling.overseen", found) for user, found in overseen.items()),
        ],
        at=at,
    )


def _overseers(party_id: int, complaint: Complaint) -> set[int]:
    """The venue managers and account managers whom that very side has at the venue."""
    looking = jobs_at(complaint.venue_id, {party_id}).filter(role__in=[Role.VENUE_MANAGER, Role.ACCOUNT_MANAGER])
    return set(looking.filter(user__is_active=True).values_list("user", flat=True))


def _found(deadlines: Iterable[Deadline]) -> list[Found]:
    """Those of tasks and actions with their complaints, in the order in which they are due."""
    ours = {deadline.pk: deadline for deadline in deadlines if deadline.kind in KINDS}
    if not ours:
        return []
    tasks = ComplaintTask.objects.filter(deadline__in=list(ours)).select_related("complaint")
    found = [(ours[task.deadline_id], task.complaint) for task in tasks]
    actions = CorrectiveAction.objects.select_related("complaint")
    found += [(ours[each.deadline_id], each.complaint) for each in actions.filter(deadline__in=list(ours))]
    checks = actions.filter(check_deadline__in=list(ours))
    found += [(ours[each.check_deadline_id], each.complaint) for each in checks if each.check_deadline_id]
    return sorted(found, key=lambda pair: (pair[0].due_at, pair[0].pk))


def _telling(user_id: int, kind: str, found: Sequence[Found]) -> Telling:
    """One message about one or more of them; it names the most urgent, and its key is that of the newest."""
    first, complaint = found[0]
    newest = max(deadline.pk for deadline, _complaint in found)
    params: dict[str, int | str] = {
        "count": len(found),
        "what": first.kind,
        "complaint": complaint.pk,
        "due": first.due_at.isoformat(),
    }
    return Telling(user_id, kind, f"{kind}:{newest}:{user_id}", params)
