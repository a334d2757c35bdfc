"""The tables of surveys, one noun to a file."""

from surveys.models.answers import FEWEST, Answer, AnswerGroup, AnswerText, PooledAnswer, WaveKey
from surveys.models.doors import Door, DoorCode, DoorKind
from surveys.models.frames import Stratum, WaveFrame
from surveys.models.invitations import AttemptOutcome, AttemptWay, Invitation, InvitationAttempt, InvitationState
from surveys.models.measures import Measure, MeasureState, MeasureVerdict
from surveys.models.openings import Opening, OpenTicket, TextKey
from surveys.models.paper import PaperEntry, PaperSheet, SheetState
from surveys.models.questionnaires import LANGUAGES, Purpose, Questionnaire, QuestionnaireVersion
from surveys.models.results import WaveResult
from surveys.models.subjects import Subject
from surveys.models.waves import Frame, Method, Wave, WaveState

__all__ = [
    "FEWEST",
    "LANGUAGES",
    "Answer",
    "AnswerGroup",
    "AnswerText",
    "AttemptOutcome",
    "AttemptWay",
    "Door",
    "DoorCode",
    "DoorKind",
    "Frame",
    "Invitation",
    "InvitationAttempt",
    "InvitationState",
    "Measure",
    "MeasureState",
    "MeasureVerdict",
    "Method",
    "OpenTicket",
    "Opening",
    "PaperEntry",
    "PaperSheet",
    "PooledAnswer",
    "Purpose",
    "Questionnaire",
    "QuestionnaireVersion",
    "SheetState",
    "Stratum",
    "Subject",
    "TextKey",
    "Wave",
    "WaveFrame",
    "WaveKey",
    "WaveResult",
    "WaveState",
]
