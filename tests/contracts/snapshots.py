"""A contract made up for the tests of the documents: every kind of clause, term and party that a page can meet."""

from datetime import datetime
from zoneinfo import ZoneInfo

from contracts.documents.snapshot import (
    AnnexSnapshot,
    BreachSnapshot,
    ClauseSnapshot,
    ContractSnapshot,
    GlossarySnapshot,
    PartySnapshot,
    TermSnapshot,
    VenueSnapshot,
)
from contracts.domain.texts.rendering import Segment

AT = datetime(2026, 11, 21, 14, 3, 5, tzinfo=ZoneInfo("Asia/Shanghai"))

CLIENT = PartySnapshot(
    side="A",
    name="上海星河娱乐集团有限公司",
    legal_representative="周慧敏",
    address="上海市静安区南京西路1266号恒隆广场二座4501室",
    phone="021-62881266",
    email="contract@xinghe-ktv.example",
    contact="林晓",
    uscc="91310106MA1FY4A12X",
    bank="招商银行上海静安寺支行",
    bank_account="121909876543210",
)
PROVIDER = PartySnapshot(
    side="B",
    name="返场（杭州）客户服务有限公司",
    legal_representative="陈𠮷宁",
    address="浙江省杭州市滨江区江南大道3900号18层",
    phone="0571-88990011",
    email="hello@fanchang.example",
    contact="㐂多",
    uscc="91330108MA2GX0R77K",
    bank="中国工商银行杭州滨江支行",
    bank_account="1202022219900123456",
)

_HEADINGS = {
    1: ("总则", ["合同目的", "适用范围", "基本原则"]),
    2: ("投诉的受理与登记", ["受理渠道", "登记要求", "核实时限"]),
    3: ("分类与评估", ["分级标准", "方案时限", "方案内容"]),
    4: ("处理与反馈", ["执行时限", "告知客户", "效果跟踪"]),
    5: ("促销员投诉专线", ["上报", "答复", "结果告知"]),
    6: ("满意度调查", ["调查对象与方式", "指标", "改进计划"]),
    7: ("促销员管理", ["选拔", "培训", "考核与奖惩"]),
    8: ("费用与支付", ["合同金额", "支付方式"]),
    9: ("保密", ["保密范围", "保密期限"]),
    10: ("违约责任", ["违约金", "上限", "逾期财务报表", "培训迟延"]),
    11: ("合同的变更与解除", ["变更", "解除", "善后处理"]),
    12: ("争议解决", ["协商与仲裁"]),
    13: ("附则", ["生效", "续约", "份数"]),
    14: ("第三方介入", ["介入情形", "责任上限"]),
}
_WORDS = (
    "双方应当本着诚实信用的原则履行本合同，妥善保存履行过程中形成的记录，并在对方提出合理要求时予以提供；"
    "任何一方不得以内部流程、人员变动或者系统故障为由，免除其在本合同项下的义务。"
)
_TERMS: dict[str, tuple[str, str, dict[str, int | str], str]] = {
    "2.3": ("verify_within", "核实时限", {"type": "hours", "value": 24}, "24小时"),
    "3.2": ("plan_within", "方案时限", {"type": "hours", "value": 48}, "48小时"),
    "4.1": ("execute_within", "执行时限", {"type": "hours", "value": 72}, "72小时"),
    "5.1": ("promoter_report_within", "促销员上报时限", {"type": "hours", "value": 24}, "24小时"),
    "6.2": ("satisfaction_target", "满意度指标", {"type": "percent", "value": "90"}, "90%"),
    "8.1": (
        "contract_amount",
        "合同金额",
        {"type": "money", "value": "1280000.00"},
        "¥1,280,000.00（人民币壹佰贰拾捌万元整）",
    ),
    "10.1": ("damages_per_breach", "每次违约金", {"type": "percent", "value": "5"}, "5%"),
    "10.2": ("damages_cap_total", "违约金总额上限", {"type": "percent", "value": "10"}, "10%"),
    "13.2": ("renewal_notice", "续约提前期", {"type": "months", "value": 1}, "1个月"),
}
_HEAVY = {"10.1", "10.2", "11.2", "14.2"}


def snapshot(**changes: object) -> ContractSnapshot:
    """The made-up contract; any field can be replaced."""
    fields: dict[str, object] = {
        "number": "FC-2026-0117",
        "version_number": 3,
        "title_zh": "KTV促销员客户投诉处理与满意度提升服务合同",
        "title_en": "KTV Promoter Complaint Handling and Customer Satisfaction Agreement",
        "form_id": "ktv-2",
        "form_version": "1",
        "language": "zh-hans",
        "parties": (CLIENT, PROVIDER),
        "clauses": clauses(),
        "terms": terms(),
        "generated_at": AT,
        "annexes": tuple(
            AnnexSnapshot(f"annex_{nth}", title)
            for nth, title in enumerate(
                ("培训计划", "调查问卷", "投诉流程图", "促销方案", "第三方协议", "补充协议", "财务报表"), 1
            )
        ),
        "breaches": (
            BreachSnapshot("培训迟延超过两周", "either", "10.4"),
            BreachSnapshot("促销员未按培训要求执行，致使投诉率上升", "B", "7.3"),
            BreachSnapshot("第三方不履行义务，致使合同无法履行", "third", "14.1"),
            BreachSnapshot("财务报表逾期提交", "either", "10.3"),
        ),
        "glossary": (
            GlossarySnapshot("客户满意度", "客户对消费过程中所受服务的总体评价，以约定公式计算的指数表示。"),
            GlossarySnapshot("违约金", "一方违约时，按照本合同约定应向对方支付的款项。"),
        ),
        "venues": (
            VenueSnapshot("星河KTV静安旗舰店", "上海市静安区南京西路1266号地下一层"),
            VenueSnapshot("星河KTV五角场店", "上海市杨浦区淞沪路77号五层"),
        ),
    }
    return ContractSnapshot(**(fields | changes))  # type: ignore[arg-type]


def clauses() -> tuple[ClauseSnapshot, ...]:
    """Fourteen articles with their sections."""
    found = []
    for article, (heading, sections) in _HEADINGS.items():
        found.append(ClauseSnapshot(str(article), "article", heading))
        for nth, section in enumerate(sections, 1):
            number = f"{article}.{nth}"
            found.append(ClauseSnapshot(number, "section", section, _segments(number), number in _HEAVY))
    return tuple(found)


def terms() -> tuple[TermSnapshot, ...]:
    """The typed values that the clauses print."""
    return tuple(
        TermSnapshot(name, label, number, value, display) for number, (name, label, value, display) in _TERMS.items()
    )


def _segments(number: str) -> tuple[Segment, ...]:
    if number == "3.1":
        lines = (
            "投诉按性质与影响分为三级：\n（1）一级：影响重大或者涉及人身、财产安全的投诉；\n"
            "（2）二级：影响较大，需要跨部门处理的投诉；\n"
            "（3）三级：其他投诉，由首接人员当场处理并登记，处理结果应当在当日营业结束前录入系统，供双方查询。"
        )
        return (Segment("text", lines),)
    if number not in _TERMS:
        return (
            Segment("text", _WORDS),
            Segment("text", "具体办法见"),
            Segment("reference", "第10.1条", "10.1"),
            Segment("text", "及"),
            Segment("reference", "第5条", "5"),
            Segment("text", "。"),
        )
    name, label, _, display = _TERMS[number]
    return (Segment("text", f"本合同约定的{label}为"), Segment("term", display, name), Segment("text", "。" + _WORDS))
