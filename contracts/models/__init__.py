from contracts.models.breaches import Breach, BreachStatement, Damages
from contracts.models.clauses import Annex, BreachKind, Clause, GlossaryEntry, Term
from contracts.models.comments import ClauseComment
from contracts.models.contracts import Contract
from contracts.models.feeds import CalendarFeed
from contracts.models.fulfilment import Fulfilment, ObligationEvidence
from contracts.models.notices import Notice, NoticeStatement, Termination
from contracts.models.obligations import Obligation
from contracts.models.paper import PaperAnswer, PaperSigner, PaperSigning
from contracts.models.renewal import RenewalWish
from contracts.models.schedules import Occurrence, Schedule
from contracts.models.settlement import SettlementTick
from contracts.models.signing import HeavyReading, SealedFile, SignatureRequest, SigningCode, SigningLink
from contracts.models.targets import Measurement
from contracts.models.versions import ContractVersion

__all__ = [
    "Annex",
    "Breach",
    "BreachKind",
    "BreachStatement",
    "CalendarFeed",
    "Clause",
    "ClauseComment",
    "Contract",
    "ContractVersion",
    "Damages",
    "Fulfilment",
    "GlossaryEntry",
    "HeavyReading",
    "Measurement",
    "Notice",
    "NoticeStatement",
    "Obligation",
    "ObligationEvidence",
    "Occurrence",
    "PaperAnswer",
    "PaperSigner",
    "PaperSigning",
    "RenewalWish",
    "Schedule",
    "SealedFile",
    "SettlementTick",
    "SignatureRequest",
    "SigningCode",
    "SigningLink",
    "Term",
    "Termination",
]
