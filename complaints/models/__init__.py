"""The tables of complaints, one noun to a file."""

from complaints.models.answers import STARS, HandlingRating, WrittenAnswer
from complaints.models.budgets import Budget
from complaints.models.claims import ClaimLine, ClaimState, ClaimStep, ExpenseClaim, Receipt
from complaints.models.clocks import Clock, ClockQuerySet, Counting, HouseRule
from complaints.models.compensation import Compensation, CompensationState
from complaints.models.compensation_rules import ApprovalLimit, CompensationKind, CompensationRule, CompensationTable
from complaints.models.complaint_links import ComplaintLink, LinkKind
from complaints.models.complaints import (
    BY_CUSTOMERS,
    ENDED,
    LANES,
    WRITTEN_DOWN,
    Channel,
    Complaint,
    ComplaintQuerySet,
    ComplaintStep,
    Gravity,
    Stage,
    Subject,
    complaint_number,
)
from complaints.models.contacts import AttemptEnd, AttemptWay, ContactAttempt, ContactKind, ContactLook, CustomerContact
from complaints.models.conversation import CustomerMessage, DeliveryState, Direction, MessageChannel, MessageDelivery
from complaints.models.cost_limits import LIMITED, CostLimit
from complaints.models.cost_months import CostAdjustment, CostKind, CostMonth, SettledCost
from complaints.models.escalations import EscalationLevel, EscalationRule, EscalationWord
from complaints.models.evidence import PICTURES, Evidence
from complaints.models.incoming import FilePiece, IncomingFile
from complaints.models.internal_notes import InternalNote
from complaints.models.learning import (
    ActionState,
    Cause,
    CauseFinding,
    CauseRule,
    CorrectiveAction,
    RootCause,
    Sameness,
)
from complaints.models.links import CustomerLink, RoomCode
from complaints.models.mediation import Apology, ApologyWay, Mediation, MediationState, Statement
from complaints.models.parked_mails import ParkedMail
from complaints.models.phone_times import PhoneTimes
from complaints.models.reaching_rules import ReachingRule
from complaints.models.reply_templates import ReplyTemplate
from complaints.models.tablets import Pin, Tablet
from complaints.models.tasks import ComplaintTask, TaskState

__all__ = [
    "BY_CUSTOMERS",
    "ENDED",
    "LANES",
    "LIMITED",
    "PICTURES",
    "STARS",
    "WRITTEN_DOWN",
    "ActionState",
    "Apology",
    "ApologyWay",
    "ApprovalLimit",
    "AttemptEnd",
    "AttemptWay",
    "Budget",
    "Cause",
    "CauseFinding",
    "CauseRule",
    "Channel",
    "ClaimLine",
    "ClaimState",
    "ClaimStep",
    "Clock",
    "ClockQuerySet",
    "Compensation",
    "CompensationKind",
    "CompensationRule",
    "CompensationState",
    "CompensationTable",
    "Complaint",
    "ComplaintLink",
    "ComplaintQuerySet",
    "ComplaintStep",
    "ComplaintTask",
    "ContactAttempt",
    "ContactKind",
    "ContactLook",
    "CorrectiveAction",
    "CostAdjustment",
    "CostKind",
    "CostLimit",
    "CostMonth",
    "Counting",
    "CustomerContact",
    "CustomerLink",
    "CustomerMessage",
    "DeliveryState",
    "Direction",
    "EscalationLevel",
    "EscalationRule",
    "EscalationWord",
    "Evidence",
    "ExpenseClaim",
    "FilePiece",
    "Gravity",
    "HandlingRating",
    "HouseRule",
    "IncomingFile",
    "InternalNote",
    "LinkKind",
    "Mediation",
    "MediationState",
    "MessageChannel",
    "MessageDelivery",
    "ParkedMail",
    "PhoneTimes",
    "Pin",
    "ReachingRule",
    "Receipt",
    "ReplyTemplate",
    "RoomCode",
    "RootCause",
    "Sameness",
    "SettledCost",
    "Stage",
    "Statement",
    "Subject",
    "Tablet",
    "TaskState",
    "WrittenAnswer",
    "complaint_number",
]
