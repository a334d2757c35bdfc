"""The tables of complaints, one noun to a file."""

from complaints.models.answers import STARS, HandlingRating, WrittenAnswer
from complaints.models.budgets import Budget
from complaints.models.claims import ClaimLine, ClaimState, ClaimStep, ExpenseClaim, Receipt
from complaints.models.clocks import Clock, ClockQuerySet, Counting, HouseRule
from complaints.models.complaint_links import ComplaintLink, LinkKind
from complaints.models.complaints import (
    BY_CUSTOMERS,
    ENDED,
    LANES,
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
from complaints.models.cost_months import CostAdjustment, CostKind, CostMonth, SettledCost
from complaints.models.escalations import EscalationLevel, EscalationRule, EscalationWord
from complaints.models.evidence import PICTURES, Evidence
from complaints.models.incoming import FilePiece, IncomingFile
from complaints.models.links import CustomerLink, RoomCode
from complaints.models.phone_times import PhoneTimes
from complaints.models.tablets import Pin, Tablet

__all__ = [
    "BY_CUSTOMERS",
    "ENDED",
    "LANES",
    "PICTURES",
    "STARS",
    "AttemptEnd",
    "AttemptWay",
    "Budget",
    "Channel",
    "ClaimLine",
    "ClaimState",
    "ClaimStep",
    "Clock",
    "ClockQuerySet",
    "Complaint",
    "ComplaintLink",
    "ComplaintQuerySet",
    "ComplaintStep",
    "ContactAttempt",
    "ContactKind",
    "ContactLook",
    "CostAdjustment",
    "CostKind",
    "CostMonth",
    "Counting",
    "CustomerContact",
    "CustomerLink",
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
    "LinkKind",
    "PhoneTimes",
    "Pin",
    "Receipt",
    "RoomCode",
    "SettledCost",
    "Stage",
    "Subject",
    "Tablet",
    "WrittenAnswer",
    "complaint_number",
]
