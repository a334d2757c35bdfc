"""The tables of members, one noun to a file."""

from members.models.benefits import Benefit, BenefitPeriod, BenefitUse
from members.models.bespoke import BespokeRequest, BespokeState
from members.models.bills import Bill, BillQuerySet, BillWay
from members.models.care_messages import CareMessage, CareState
from members.models.care_rules import CareChannel, CareLimits, CareRule, CareRuleVersion, Occasion
from members.models.consents import Consent, ConsentChannel, ConsentPurpose, ConsentWay
from members.models.custom_fields import CustomField, FieldKind
from members.models.erasures import (
    REPORTING_TIME,
    DataIncident,
    Erasure,
    ErasureCause,
    ErasureState,
    KeepingRule,
)
from members.models.frozen_months import FrozenMonth
from members.models.imports import ColumnMemory, Import, ImportErasure, ImportKind, ImportRow, ImportState, RowOutcome
from members.models.incident_clocks import IncidentClock
from members.models.keys import MemberKey, MemberSearch
from members.models.member_months import MemberMonth
from members.models.member_tiers import ChangeCause, MemberTier, ReviewState, TierChange, TierReview
from members.models.members import (
    ENCIPHERED,
    SHORT_MONTHS,
    BirthCalendar,
    Gender,
    Member,
    MemberQuerySet,
    MemberSource,
    MemberState,
)
from members.models.merges import MemberMerge, TwoPeople
from members.models.notes import MemberChange, MemberLook, MemberNote, Shown
from members.models.offers import Offer, Voucher, VoucherState
from members.models.point_adjustments import AdjustmentState, PointAdjustment
from members.models.point_schemes import PointScheme
from members.models.points import MOST_POINTS, ActKind, PointAccount, PointAct, PointEntry, PointLot
from members.models.scores import MemberScore
from members.models.segments import Segment
from members.models.tallies import CohortTally, Tally
from members.models.tiers import Tier, TierRule, TierTable
from members.models.trials import Trial, TrialFrame, TrialMember
from members.models.visits import Visit, VisitAttempt, VisitOutcome, VisitPlan, VisitState

__all__ = [
    "ENCIPHERED",
    "MOST_POINTS",
    "REPORTING_TIME",
    "SHORT_MONTHS",
    "ActKind",
    "AdjustmentState",
    "Benefit",
    "BenefitPeriod",
    "BenefitUse",
    "BespokeRequest",
    "BespokeState",
    "Bill",
    "BillQuerySet",
    "BillWay",
    "BirthCalendar",
    "CareChannel",
    "CareLimits",
    "CareMessage",
    "CareRule",
    "CareRuleVersion",
    "CareState",
    "ChangeCause",
    "CohortTally",
    "ColumnMemory",
    "Consent",
    "ConsentChannel",
    "ConsentPurpose",
    "ConsentWay",
    "CustomField",
    "DataIncident",
    "Erasure",
    "ErasureCause",
    "ErasureState",
    "FieldKind",
    "FrozenMonth",
    "Gender",
    "Import",
    "ImportErasure",
    "ImportKind",
    "ImportRow",
    "ImportState",
    "IncidentClock",
    "KeepingRule",
    "Member",
    "MemberChange",
    "MemberKey",
    "MemberLook",
    "MemberMerge",
    "MemberMonth",
    "MemberNote",
    "MemberQuerySet",
    "MemberScore",
    "MemberSearch",
    "MemberSource",
    "MemberState",
    "MemberTier",
    "Occasion",
    "Offer",
    "PointAccount",
    "PointAct",
    "PointAdjustment",
    "PointEntry",
    "PointLot",
    "PointScheme",
    "ReviewState",
    "RowOutcome",
    "Segment",
    "Shown",
    "Tally",
    "Tier",
    "TierChange",
    "TierReview",
    "TierRule",
    "TierTable",
    "Trial",
    "TrialFrame",
    "TrialMember",
    "TwoPeople",
    "Visit",
    "VisitAttempt",
    "VisitOutcome",
    "VisitPlan",
    "VisitState",
    "Voucher",
    "VoucherState",
]
