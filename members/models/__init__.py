"""The tables of members, one noun to a file."""

from members.models.bills import Bill, BillQuerySet, BillWay
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
from members.models.imports import ColumnMemory, Import, ImportKind, ImportRow, ImportState, RowOutcome
from members.models.keys import MemberKey, MemberSearch
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

__all__ = [
    "ENCIPHERED",
    "REPORTING_TIME",
    "SHORT_MONTHS",
    "Bill",
    "BillQuerySet",
    "BillWay",
    "BirthCalendar",
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
    "MemberNote",
    "MemberQuerySet",
    "MemberSearch",
    "MemberSource",
    "MemberState",
    "RowOutcome",
    "Shown",
    "TwoPeople",
]
