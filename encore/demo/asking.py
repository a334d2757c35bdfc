"""The demo's requests: a plan sent back and then approved, a wish, and a third party that both agreed to engage."""

from datetime import datetime, timedelta
from typing import Final

from django.core.files.base import ContentFile

from contracts.domain.requests.answering import answer, ask_again
from contracts.domain.requests.asking import ask
from contracts.domain.requests.demands import Asking
from contracts.domain.requests.statements import Said
from contracts.models import Contract
from encore.demo.people import Cast

PLAN: Final = "场次,内容,讲师\n1,产品知识与投诉登记,甄训\n2,销售技巧与服务礼仪,甄训\n"
PROPOSED: Final = "示例评估事务所；三年满意度评估经验；费用两万元，双方各半。"


def ask_and_answer(cast: Cast, contract: Contract, *, now: datetime) -> None:
    """Tell the story of what both sides asked of each other."""
    owner, account, at = cast.scope("owner"), cast.scope("account"), now - timedelta(days=40)
    plan = ask(
        contract.pk,
        "service_plan",
        Asking("下季度促销员培训计划", "请审阅下季度的培训计划。", files=_papers(), annex_code="training_plan"),
        by=account,
        at=at,
    )
    at += timedelta(days=2)
    answer(plan.pk, "send_back", Said("请补充夜班人员的场次。"), by=owner, at=at)
    at += timedelta(days=1)
    ask_again(plan.pk, Said("已增加夜班专场。", _papers()), by=account, at=at)
    answer(plan.pk, "agree", Said("同意，按此执行。"), by=owner, at=at + timedelta(days=2))
    wish = Asking("等位时请提供茶水", "周末等位较长，客人反映没有饮品。")
    ask(contract.pk, "suggestion", wish, by=owner, at=now - timedelta(days=3))
    reason = "续约之前，希望由独立机构评估一次满意度。"
    needs = {"need": "核实满意度指数的抽样与计算。", "proposed": PROPOSED}
    wanted = Asking("独立评估满意度", reason, particulars=needs, proposed=(cast.assessor, "assessor"))
    third = ask(contract.pk, "third_party", wanted, by=account, at=now - timedelta(days=2))
    answer(third.pk, "agree", Said("同意，请起草补充协议。"), by=owner, at=now - timedelta(days=1))


def _papers() -> list[ContentFile[bytes]]:
    return [ContentFile(PLAN.encode(), "培训计划.csv")]
