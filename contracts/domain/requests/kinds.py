"""The kinds of request: who may ask, who answers by when, what each demands, and what agreement brings. One table.

The answer's time is a term of the contract where one of ``answer_terms`` stands in a clause that binds the answerer;
else the ``usual`` time, which we state. Sources are named by form and clause.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.domain.life.fee_notices import FEES
from contracts.domain.life.fee_notices import TERM as FEE_NOTICE
from contracts.domain.terms.values import Days, Period, WorkingDays
from contracts.models.requests import RequestKind

BEARER: Final = "bearer"
"""Whoever bears the duties that the form leaves open (term ``duty_bearer``)."""
EITHER: Final = "AB"

MEASURES = ("measures", _("What you do to make up for it"))
IMPACT = ("impact", _("How it affects the results, the time plan and the fee"))
NEED = ("need", _("What it is needed for"))
PROPOSED = ("proposed", _("Whom you propose, with which qualification, at what cost"))
SOURCES = ("sources", _("What is used that belongs to others, and from which source"))
OWNERSHIP = ("ownership", _("Who owns the results, and how they may be used"))

PLANS: Final = (
    *("customisation_plan", "detailed_plan", "service_rules", "service_procedures", "answer_templates"),
    *("relations_plan", "consulting_plan", "progress_schedule", "relationship_plan", "loyalty_plan"),
    *("training_plan", "promotion_plan"),
)
"""The annexes that a plan, once approved, becomes a version of."""


@dataclass(frozen=True)
class Kind:
    """One kind of request.

    ``askers``: the sides that may ask it (``A``, ``B``, ``AB``, or ``bearer``), ``askers_in`` the same for single
    forms. It is offered where the contract has one of the terms ``needs`` or one of the ``annexes``; everywhere where
    neither names any. ``answers``: what the answerer may say. ``effect``: what agreement brings, in words.
    ``does``: the series of duties of which one is done by handing it in. ``particulars``: further words, by code.
    ``agreeing_says_how``: to agree takes words or a file.
    """

    code: RequestKind
    explanation: str | Promise
    effect: str | Promise
    answers: tuple[str, ...]
    usual: Period
    answer_terms: tuple[str, ...] = ()
    askers: str = EITHER
    askers_in: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    does: tuple[str, ...] = ()
    particulars: tuple[tuple[str, str | Promise], ...] = ()
    terms: tuple[str, ...] = ()
    wants_files: bool = False
    agreeing_says_how: bool = False

    @property
    def label(self) -> str:
        return str(self.code.label)

    @property
    def is_judged(self) -> bool:
        """Whether the answer is a verdict on each criterion."""
        return self.code == RequestKind.ACCEPTANCE


AGREE_OR_REFUSE: Final = ("agree", "refuse")
AGREE_OR_SEND_BACK: Final = ("agree", "send_back")

KINDS: Final[Mapping[str, Kind]] = {
    kind.code.value: kind
    for kind in (
        # retention S1.2 and service 2.2: B files it, A approves it or asks for changes. loyalty 6.2: whoever gets one.
        Kind(
            RequestKind.SERVICE_PLAN,
            _("A plan that the other side approves, or sends back with the changes it wants."),
            _("The plan becomes the next version of its annex."),
            AGREE_OR_SEND_BACK,
            WorkingDays(5),
            answer_terms=("plan_answer_within",),
            askers="B",
            askers_in={"loyalty": EITHER},
            needs=("plan_answer_within",),
            annexes=PLANS,
            does=("plan",),
            wants_files=True,
        ),
        # retention S2.1: notice in advance, and A's written consent.
        Kind(
            RequestKind.FEE_CHANGE,
            _("Other fees: given notice of in advance, and only with the client's consent."),
            _("A supplementary agreement is drafted with the new fees. It can be sent once the notice period is over."),
            AGREE_OR_REFUSE,
            WorkingDays(5),
            answer_terms=("change_answer_within",),
            askers="B",
            needs=(FEE_NOTICE,),
            terms=FEES,
        ),
        # consulting 3.3, retention 14.1; every form: only by agreement of both sides, in writing.
        Kind(
            RequestKind.CHANGE,
            _("Something agreed is to be changed: needs, a plan, a value or the text of the contract."),
            _("The change is agreed in writing. Where it touches the contract, a supplementary agreement is drafted."),
            AGREE_OR_REFUSE,
            WorkingDays(5),
            answer_terms=("change_answer_within",),
            particulars=(IMPACT,),
        ),
        # consulting 3.4: B asks, A decides whether, and for how long. Elsewhere the creditor of the duty decides.
        Kind(
            RequestKind.EXTENSION,
            _("A later date for something you owe. The side to which it is owed decides."),
            _("The duty is due on the new date, and missing the old one is no delay."),
            AGREE_OR_REFUSE,
            WorkingDays(5),
            answer_terms=("extension_answer_within",),
            askers_in={"consulting": "B"},
            particulars=(MEASURES,),
        ),
        # consulting 4.1 and 4.2: assess by the criteria; improve and assess again until they are met.
        Kind(
            RequestKind.ACCEPTANCE,
            _("Work handed in, to be judged criterion by criterion until all of them are met."),
            _("The work is accepted, and the payment that depends on it falls due."),
            AGREE_OR_SEND_BACK,
            WorkingDays(10),
            answer_terms=("acceptance_within",),
            askers="B",
            needs=("acceptance_within",),
        ),
        # retention S2.5: carried out only once A has consented. service 3.3: A evaluates each report.
        Kind(
            RequestKind.IMPROVEMENT_REPORT,
            _("What was found, and what is to be improved. It is carried out only with consent."),
            _("The improvements in it may be carried out."),
            AGREE_OR_SEND_BACK,
            WorkingDays(10),
            answer_terms=("report_answer_within",),
            askers=BEARER,
            askers_in={"retention": "B", "service": "B", "consulting": "B", "loyalty": "A"},
            needs=("report_interval", "improvement_report_interval", "improvement_plan_within"),
            annexes=("improvement_plan",),
            does=("report", "improvement_report", "improvement_plan", "survey_report"),
        ),
        # retention S2.5: A may suggest at any time; B acts on it, or says in writing why it cannot.
        Kind(
            RequestKind.SUGGESTION,
            _("Something that the provider could do better."),
            _("The provider says what it does about it, or why it cannot."),
            AGREE_OR_REFUSE,
            WorkingDays(10),
            askers="A",
            agreeing_says_how=True,
        ),
        # service 3.3 and 4.2, retention 7.3: what one side needs to know or to have from the other.
        Kind(
            RequestKind.DATA_REQUEST,
            _("Data, papers or an answer that you need from the other side."),
            _("What was asked for is handed over, and stays on record."),
            AGREE_OR_REFUSE,
            WorkingDays(5),
            answer_terms=("inquiry_answer_within",),
            agreeing_says_how=True,
        ),
        # retention S2.4: B lists what it uses and its sources; ownership is negotiated and written into the annex.
        Kind(
            RequestKind.IP_STATEMENT,
            _("What intellectual property is used, from which source, and who owns the results."),
            _("The statement becomes the next version of its annex."),
            AGREE_OR_SEND_BACK,
            WorkingDays(10),
            askers="B",
            annexes=("ip_statement",),
            particulars=(SOURCES, OWNERSHIP),
        ),
        # ktv-1 15.2, ktv-2 14.2, ktv-3 15.3: reasons, the need, whom the side proposes.
        Kind(
            RequestKind.THIRD_PARTY,
            _("An adviser, assessor, auditor, supervisor or the like is to take part."),
            _("A supplementary agreement is drafted, to which the three-party agreement belongs."),
            AGREE_OR_REFUSE,
            WorkingDays(5),
            answer_terms=("third_party_answer_within",),
            particulars=(NEED, PROPOSED),
        ),
    )
}

IMPROVE_TERM: Final = "reassess_within"
"""consulting 4.2: from the finding that work fails, until it is handed in again."""
IMPROVE_USUALLY: Final = Days(15)
