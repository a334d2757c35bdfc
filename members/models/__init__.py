"""The tables of members, one noun to a file."""

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
from members.models.imports import ColumnMemory, Import, ImportKind, ImportRow, ImportState, RowOutcome
from members.models.keys import MemberKey, MemberSearch
from members.models.member_months import MemberMonth
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
from members.models.scores import MemberScore
from members.models.segments import Segment
from members.models.tallies import CohortTally, Tally
from members.models.trials import Trial, TrialFrame, TrialMember
from members.models.visits import Visit, VisitAttempt, VisitOutcome, VisitPlan, VisitState

__all__ = [
    "ENCIPHERED",
    "REPORTING_TIME",
    "SHORT_MONTHS",
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
    "ImportKind",
    "ImportRow",
    "ImportState",
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
    "Occasion",
    "Offer",
    "RowOutcome",
    "Segment",
    "Shown",
    "Tally",
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
