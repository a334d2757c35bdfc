from contracts.models.adjustments import Adjustment
from contracts.models.annexes import AnnexAnswer, AnnexBearer, AnnexVersion
from contracts.models.breaches import Breach, BreachReport, BreachStatement, Damages
from contracts.models.clauses import Annex, BreachKind, Clause, GlossaryEntry, Term
from contracts.models.comments import ClauseComment
from contracts.models.contracts import Contract
from contracts.models.dispute_ends import DisputeEnd
from contracts.models.disputes import Dispute, DisputeStep
from contracts.models.evidence import EvidencePack
from contracts.models.feeds import CalendarFeed
from contracts.models.force_majeure import ForceMajeure, HinderedDuty
from contracts.models.fulfilment import Fulfilment, FulfilmentStatement, ObligationEvidence
from contracts.models.handovers import DataHandover, HandoverStep
from contracts.models.losses import BreachEvidence, Loss
from contracts.models.notices import Notice, NoticeStatement, Termination
from contracts.models.obligations import Obligation
from contracts.models.paper import PaperAnswer, PaperSigner, PaperSigning
from contracts.models.questions import SignerAnswer, SignerQuestion
from contracts.models.remedies import BreachNotice, Remedy
from contracts.models.renewal import RenewalWish
from contracts.models.request_record import (
    CriterionVerdict,
    RequestCriterion,
    RequestedTerm,
    RequestFile,
    RequestStatement,
)
from contracts.models.requests import Request
from contracts.models.schedules import Occurrence, Schedule
from contracts.models.seals import PartySeal
from contracts.models.searching import SearchPlace, SearchText
from contracts.models.settlement import SettlementTick
from contracts.models.signing import HeavyReading, SealedFile, SignatureRequest, SigningCode, SigningLink
from contracts.models.targets import Measurement
from contracts.models.third_parties import ThirdParty
from contracts.models.versions import ContractVersion

__all__ = [
    "Adjustment",
    "Annex",
    "AnnexAnswer",
    "AnnexBearer",
    "AnnexVersion",
    "Breach",
    "BreachEvidence",
    "BreachKind",
    "BreachNotice",
    "BreachReport",
    "BreachStatement",
    "CalendarFeed",
    "Clause",
    "ClauseComment",
    "Contract",
    "ContractVersion",
    "CriterionVerdict",
    "Damages",
    "DataHandover",
    "Dispute",
    "DisputeEnd",
    "DisputeStep",
    "EvidencePack",
    "ForceMajeure",
    "Fulfilment",
    "FulfilmentStatement",
    "GlossaryEntry",
    "HandoverStep",
    "HeavyReading",
    "HinderedDuty",
    "Loss",
    "Measurement",
    "Notice",
    "NoticeStatement",
    "Obligation",
    "ObligationEvidence",
    "Occurrence",
    "PaperAnswer",
    "PaperSigner",
    "PaperSigning",
    "PartySeal",
    "Remedy",
    "RenewalWish",
    "Request",
    "RequestCriterion",
    "RequestFile",
    "RequestStatement",
    "RequestedTerm",
    "Schedule",
    "SealedFile",
    "SearchPlace",
    "SearchText",
    "SettlementTick",
    "SignatureRequest",
    "SignerAnswer",
    "SignerQuestion",
    "SigningCode",
    "SigningLink",
    "Term",
    "Termination",
    "ThirdParty",
]
