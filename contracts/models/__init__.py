from contracts.models.breaches import Breach, BreachStatement, Damages
from contracts.models.clauses import Annex, BreachKind, Clause, Term
from contracts.models.contracts import Contract, ContractVersion
from contracts.models.obligations import Obligation
from contracts.models.signing import HeavyReading, SealedFile, SignatureRequest, SigningCode, SigningLink

__all__ = [
    "Annex",
    "Breach",
    "BreachKind",
    "BreachStatement",
    "Clause",
    "Contract",
    "ContractVersion",
    "Damages",
    "HeavyReading",
    "Obligation",
    "SealedFile",
    "SignatureRequest",
    "SigningCode",
    "SigningLink",
    "Term",
]
