"""What surveys tell the floors below at start-up, and what their rooms tell each other."""

from contracts.domain.life import ending
from foundation import jobs
from foundation.audit import leave_untracked
from surveys.domain.waves import inviting, running


def connect() -> None:
    """Register with the floors and rooms below, room by room."""
    _waves()
    _answers()


def _waves() -> None:
    ending.register(running.end_with_contract)
    jobs.register(running.INVITE_JOB)(inviting.invite)
    jobs.register(inviting.REMIND_JOB)(inviting.remind)
    jobs.register(inviting.SEND_JOB)(inviting.send)


def _answers() -> None:
    leave_untracked("surveys_waveframe", "append-only; its hash stands on the wave, which is audited")
    leave_untracked("surveys_wavekey", "a copy of a key in the audit would outlive the closing of its wave")
    leave_untracked("surveys_pooledanswer", "the audit would tell when an answer came in")
    for table in ("surveys_answer", "surveys_answertext", "surveys_answergroup"):
        leave_untracked(table, "append-only, and nobody's: the audit would only tell their order")
