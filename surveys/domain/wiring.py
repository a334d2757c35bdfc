"""What surveys tell the floors below at start-up, and what their rooms tell each other."""

from contracts.domain.life import ending
from deadlines.domain import consequences as of_deadlines
from foundation import jobs
from foundation.audit import leave_untracked
from members.domain.privacy import rotating
from members.domain.registry import access_file
from members.domain.registry.timeline import register_timeline
from parties.domain import messages
from surveys.domain.answers import keys, opening
from surveys.domain.doors import paper
from surveys.domain.improving import effects, news
from surveys.domain.results import closing, departments
from surveys.domain.waves import inviting, of_member, running


def connect() -> None:
    """Register with the floors and rooms below, room by room."""
    _waves()
    _answers()
    _results()
    _improving()


def _waves() -> None:
    ending.register(running.end_with_contract)
    register_timeline(of_member.happenings)
    access_file.register_part(of_member.invitations)
    jobs.register(running.INVITE_JOB)(inviting.invite)
    jobs.register(inviting.REMIND_JOB)(inviting.remind)
    jobs.register(inviting.SEND_JOB)(inviting.send)


def _answers() -> None:
    leave_untracked("surveys_waveframe", "append-only; its hash stands on the wave, which is audited")
    leave_untracked("surveys_wavekey", "a copy of a key in the audit would outlive the closing of its wave")
    leave_untracked("surveys_pooledanswer", "the audit would tell when an answer came in")
    for table in ("surveys_answer", "surveys_answertext", "surveys_answergroup"):
        leave_untracked(table, "append-only, and nobody's: the audit would only tell their order")
    jobs.register(opening.OPEN_JOB)(opening.open_asked)
    running.register(on_closed=opening.ask_for_opening, on_cancelled=opening.destroy_unread)
    opening.register(before=paper.forget_entries)
    rotating.register_rotation("keys of survey answers", keys.rotate_wave_keys)
    rotating.register_rotation("keys of survey texts", keys.rotate_text_keys)
    leave_untracked("surveys_textkey", "a copy of a key in the audit would outlive its wave's texts")
    for table in ("surveys_openticket", "surveys_doorcode", "surveys_paperentry"):
        leave_untracked(table, "the audit would tell when an answer came in")


def _results() -> None:
    opening.register(after=closing.count_opened)
    messages.renderer(departments.TOLD)(departments.told_of)


def _improving() -> None:
    closing.register(effects.judge_measures)
    of_deadlines.register(on_warned=news.remind_of, on_missed=news.tell_of_missed)
    for kind, words in ((news.YOURS, news.yours), (news.WARNED, news.warned), (news.MISSED, news.missed)):
        messages.renderer(kind)(words)
