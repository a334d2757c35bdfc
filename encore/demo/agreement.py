"""The demo's contracts: one that runs, signed and sealed by both sides, and one that waits for its signatures."""

from datetime import datetime, timedelta
from typing import Final

from contracts.domain.signature.sending import send_for_signing
from contracts.domain.signature.signers import Signer
from contracts.domain.signature.signing import Handwriting, SealChoice, confirm_reading, sign_contract, unread_clauses
from contracts.domain.signature.signing_links import signer_scope
from contracts.domain.wording.blanks import Typed, fill_terms
from contracts.domain.wording.drafting import Frame, start_draft
from contracts.models import Contract
from encore.demo.people import Cast
from parties.models import Venue

BLANKS: Final = {
    "contract_amount": "600000",
    "satisfaction_target": "90",
    "survey_interval": "3",
    "survey_window": "14",
    "survey_sample": "60",
    "improvement_plan_within": "10",
    "improvement_report_interval": "1",
    "training_interval": "1",
    "appraisal_interval": "3",
    "statement_interval": "3",
    "damages_per_breach": "0.5%",
    "damages_cap_month": "5",
    "damages_cap_total": "10",
    "arbitration_body": "示例仲裁委员会",
}


def signed_contract(cast: Cast, *, at: datetime) -> Contract:
    """The contract that runs at the riverside venue: drafted, sent, signed by both, two days apart each."""
    contract = _sent(cast, "河畔店投诉处理与满意度提升服务合同", [cast.river], at=at)
    for days, request in enumerate(contract.latest_version.signature_requests.order_by("side"), start=1):
        moment = at + timedelta(days=days)
        signer = signer_scope(request, source="demo")
        for clause in unread_clauses(request):
            confirm_reading(request.pk, clause.pk, by=signer, at=moment)
        sign_contract(request.pk, signature=Handwriting(request.signer_name), seal=SealChoice(), by=signer, at=moment)
    contract.refresh_from_db()
    return contract


def waiting_contract(cast: Cast, *, at: datetime) -> Contract:
    """The next contract, for the other venue: sent, and not signed yet."""
    return _sent(cast, "车站店投诉处理与满意度提升服务合同", [cast.station], at=at)


def _sent(cast: Cast, title: str, venues: list[Venue], *, at: datetime) -> Contract:
    drafter = cast.scope("account")
    contract = start_draft(
        form_id="ktv-2",
        frame=Frame(cast.client, cast.provider, title, cast.users["owner"], venues),
        by=drafter,
        at=at,
    )
    version = contract.latest_version
    fill_terms(version.pk, {name: Typed(raw) for name, raw in BLANKS.items()}, edits=version.edits, by=drafter)
    signers = {
        "A": Signer(name=cast.client.legal_representative, title="总经理", email=cast.client.email),
        "B": Signer(name=cast.provider.legal_representative, title="总经理", email=cast.provider.email),
    }
    return send_for_signing(contract.pk, signers, by=drafter, at=at)
