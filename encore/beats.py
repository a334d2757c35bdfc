"""What is done by itself, and how often: the net beneath everything that is woken, and what only time brings about."""

from typing import Any, Final


def _every(seconds: float, task: str) -> dict[str, Any]:
    """A beat not taken within its period is stale: the next one does its work."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


BEATS: Final = {
    "run due jobs": _every(5.0, "foundation.tasks.run_due_jobs"),
    "sweep deadlines": _every(5.0, "deadlines.tasks.sweep_deadlines"),
    "hand on deadlines": _every(5.0, "deadlines.tasks.hand_on_deadlines"),
    "seal audit": _every(60.0, "foundation.tasks.seal_audit"),
    "open obligations": _every(60.0, "contracts.tasks.open_obligations"),
    "sweep contracts": _every(60.0, "contracts.tasks.sweep_contracts"),
    "keep surveys": _every(60.0, "surveys.tasks.keep_surveys"),
    "read mailboxes": _every(60.0, "complaints.tasks.read_mailboxes"),
    "count figures": _every(300.0, "members.tasks.count_figures"),
    "plan care": _every(600.0, "members.tasks.plan_care"),
    "keep points": _every(600.0, "members.tasks.keep_points"),
    "give up old imports": _every(3600.0, "members.tasks.drop_stale_imports"),
    "ask after silent members": _every(3600.0, "members.tasks.propose_silent"),
}
