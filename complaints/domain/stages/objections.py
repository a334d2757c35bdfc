"""What rooms above object to a step of a complaint: they register here, and refuse before the step is taken."""

from collections.abc import Callable

from complaints.models import Complaint
from parties.domain.scope import Scope

Objection = Callable[[Complaint, str, Scope], None]
_objections: list[Objection] = []


def register(objection: Objection) -> None:
    """Add one: called with the locked complaint, the verb and who acts; it raises Refused. A second time is a no-op."""
    if objection not in _objections:
        _objections.append(objection)


def ask(complaint: Complaint, verb: str, *, by: Scope) -> None:
    """Let everybody object."""
    for objection in _objections:
        objection(complaint, verb, by)
