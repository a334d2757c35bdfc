"""The tables of complaints, one noun to a file."""

from complaints.models.answers import STARS, HandlingRating, WrittenAnswer
from complaints.models.clocks import Clock, ClockQuerySet, HouseRule
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
from complaints.models.evidence import PICTURES, Evidence
from complaints.models.links import CustomerLink, RoomCode

__all__ = [
    "BY_CUSTOMERS",
    "ENDED",
    "LANES",
    "PICTURES",
    "STARS",
    "AttemptEnd",
    "AttemptWay",
    "Channel",
    "Clock",
    "ClockQuerySet",
    "Complaint",
    "ComplaintLink",
    "ComplaintQuerySet",
    "ComplaintStep",
    "ContactAttempt",
    "ContactKind",
    "ContactLook",
    "CustomerContact",
    "CustomerLink",
    "Evidence",
    "Gravity",
    "HandlingRating",
    "HouseRule",
    "LinkKind",
    "RoomCode",
    "Stage",
    "Subject",
    "WrittenAnswer",
    "complaint_number",
]
