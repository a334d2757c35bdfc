"""The tables of members, one noun to a file."""

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
from members.models.notes import MemberChange, MemberLook, MemberNote, Shown

__all__ = [
    "ENCIPHERED",
    "REPORTING_TIME",
    "SHORT_MONTHS",
    "BirthCalendar",
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
    "KeepingRule",
    "Member",
    "MemberChange",
    "MemberKey",
    "MemberLook",
    "MemberNote",
    "MemberQuerySet",
    "MemberSearch",
    "MemberSource",
    "MemberState",
    "Shown",
]
