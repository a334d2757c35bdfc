"""The demo's papers: annexes delivered and answered, and data that the client handed over."""

from datetime import datetime, timedelta
from typing import Final

from django.core.files.base import ContentFile
from django.utils import timezone

from contracts.domain.papers.annexes import Delivery, answer_annex, deliver_annex
from contracts.domain.papers.handing_over import Parcel, Word, answer_handover, hand_over
from contracts.models import Contract
from encore.demo.people import Cast

PLAN: Final = "培训计划\n目的：产品知识与投诉登记\n时间：每月第一周周二\n地点：河畔店会议室\n"
QUESTIONS: Final = "客户满意度调查问卷\n1. 您对本次服务总体是否满意？\n2. 您对酒水推荐是否满意？\n"


def keep_papers(cast: Cast, contract: Contract, *, now: datetime) -> None:
    """One annex accepted, one returned and delivered again, one to be answered; a list of members received."""
    account, owner = cast.scope("account"), cast.scope("owner")
    began = now - timedelta(days=120)
    plan = _deliver(cast, contract, "training_plan", "培训计划.txt", PLAN, at=began)
    answer_annex(plan, is_accepted=True, by=owner, at=began + timedelta(days=1))
    first = _deliver(cast, contract, "questionnaire", "满意度调查问卷.txt", QUESTIONS, at=began)
    reason = "缺少对服务态度的提问，请补充。"
    answer_annex(first, is_accepted=False, reason=reason, by=owner, at=began + timedelta(days=2))
    more = QUESTIONS + "3. 您对服务态度是否满意？\n"
    _deliver(cast, contract, "questionnaire", "满意度调查问卷（第二稿）.txt", more, at=began + timedelta(days=4))
    parcel = Parcel(
        what="河畔店会员名单",
        medium="Excel 文件，加密邮件",
        purpose="回访与满意度调查抽样",
        handed_date=timezone.localdate(began),
        records=1860,
        is_personal=True,
    )
    given = hand_over(contract.pk, parcel, by=owner, at=began)
    answer_handover(given.pk, "receive", Word("条数与清单一致。"), by=account, at=began + timedelta(days=1))


def _deliver(cast: Cast, contract: Contract, code: str, name: str, text: str, *, at: datetime) -> int:
    file = ContentFile(text.encode(), name)
    return deliver_annex(contract.pk, code, Delivery(file), by=cast.scope("account"), at=at).pk
