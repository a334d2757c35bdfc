"""The tables of complaints, one noun to a file."""

from complaints.models.clocks import Clock, ClockQuerySet, HouseRule
from complaints.models.complaints import (
    Channel,
    Complaint,
    ComplaintQuerySet,
    ComplaintStep,
    Gravity,
    Stage,
    Subject,
    complaint_number,
)
from complaints.models.evidence import PICTURES, Evidence

__all__ = [
    "PICTURES",
    "Channel",
    "Clock",
    "ClockQuerySet",
    "Complaint",
    "ComplaintQuerySet",
    "ComplaintStep",
    "Evidence",
    "Gravity",
    "HouseRule",
    "Stage",
    "Subject",
    "complaint_number",
]
