"""The demo's calendar: what the contract makes due by itself, kept early, late or not at all by those who answer."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.core.files.base import ContentFile
from django.utils import timezone

from contracts.domain.duties.fulfilling import Proof, keep_obligation
from contracts.domain.duties.planning import open_begun
from contracts.domain.targets.measuring import Method, record_measurement
from contracts.domain.targets.verdicts import Reading
from contracts.models import Contract, Occurrence
from encore.demo.people import Cast
from parties.domain.scope import Scope

# series, side that owes it, its number from the first period on, days after its planned time, words
KEPT: Final = (
    ("training", "B", 1, -6, "门店会议室，产品知识与投诉登记，在岗促销员全部参加并通过考核。"),
    ("training", "B", 2, -2, "销售技巧与服务礼仪，缺席二人已补训。"),
    ("training", "B", 3, 5, "讲师改期，推迟五天举行，事先已告知甲方。"),
    ("improvement_report", "B", 1, -1, "三项措施完成，一项进行中。"),
    ("improvement_report", "B", 2, -4, "等位叫号已改进，续杯巡台尚待观察。"),
    ("improvement_report", "B", 4, -3, "四项措施全部完成。"),
    ("appraisal", "B", 1, -8, "考核结果已告知本人，二人申请复核。"),
    ("survey", "B", 1, -9, "随机发放答卷三百份，收回有效答卷一百份。"),
    ("improvement_plan", "B", 1, -4, "针对等位时间与酒水推荐各列两项措施。"),
    ("statement", "B", 1, 2, "第一季度收支明细已提交甲方财务；一张凭证补开，晚了两天。"),
    ("statement", "A", 1, -3, "第一季度收支明细已提交乙方财务。"),
)
SURVEYED: Final = "从到店会员中随机抽取三百人，收回有效答卷一百份；满意度指数按附件二的公式计算。"
SHEET: Final = "姓名,到场,考核\n甲,是,合格\n乙,是,合格\n"


def keep_calendar(cast: Cast, contract: Contract, *, now: datetime) -> None:
    """Open what has begun by ``now``, and do what the story says was done; the rest is left to the clock."""
    open_begun(now)
    for series, side, number, days, words in KEPT:
        rows = Occurrence.objects.filter(contract=contract, series=series, debtor=contract.party_of(side))
        period = rows.select_related("obligation__deadline__owner").order_by("first_day")[number - 1]
        moment = period.planned_at + timedelta(days=days, hours=-6)
        owner = period.obligation.deadline.owner
        if owner is not None and moment < now:
            keep_obligation(
                period.obligation_id,
                proof=Proof(words, [ContentFile(SHEET.encode(), "签到表.csv")] if series == "training" else []),
                done_on=timezone.localdate(moment),
                by=Scope.of(owner, source="demo"),
                at=moment,
            )
    _measure(cast, contract, now=now)


def _measure(cast: Cast, contract: Contract, *, now: datetime) -> None:
    """The first survey's result: above the target, but with too few answers to prove it."""
    survey = Occurrence.objects.filter(contract=contract, series="survey").earliest("first_day")
    # Once the period is over: before that it would be an interim value.
    moment = survey.planned_at + timedelta(days=1)
    if moment < now:
        record_measurement(
            contract.pk,
            "satisfaction_target",
            survey.first_day,
            Reading(Decimal(93), sample=100, population=300),
            method=Method(SURVEYED, ContentFile("题号,满意,不满意\n1,93,7\n".encode(), "调查统计.csv")),
            by=cast.scope("service"),
            at=moment,
        )
