"""The one catalogue of terms: every name that a form may use, and what follows from its value."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.domain.agreement import against_each_other
from contracts.domain.term_spec import Range, TermSpec
from contracts.domain.values import TermValue
from foundation.refusals import Refused

_POSITIVE = Range(1)
_CLOCK = Range(1, 720)  # hours: a step of a complaint takes thirty days at most
_WITHIN_YEAR = Range(1, 12)  # months
_OFFICE = Range(1, 120)  # working days

_SPECS = (
    # The frame
    TermSpec(
        "contract_amount", ("money",), "合同金额", "Contract amount",
        "各项百分比的计算基数", "The base of every percentage of the contract amount", within=_POSITIVE,
    ),
    TermSpec(
        "duty_bearer", ("choice",), "义务承担方", "Duty bearer",
        "决定由哪一方承担投诉处理、培训等义务及相应违约责任",
        "Decides which party owes complaint handling, training and the like, and answers for failures",
        options=("party_b", "party_a"),
    ),
    TermSpec(
        "payment_within", ("working_days",), "服务费用付款期限", "Time to pay the fee",
        "自收到服务费用账单之日起的付款时限", "Due date of an invoice for the fee, from its receipt",
        within=_OFFICE,
    ),
    # The clocks of a complaint
    TermSpec(
        "verify_within", ("hours",), "核实时限", "Time to verify",
        "自收到投诉时起算的核实时限", "Starts the clock for verifying when a complaint is received", within=_CLOCK,
    ),
    TermSpec(
        "plan_within", ("hours",), "制定方案时限", "Time to plan",
        "自完成分类时起算的制定方案时限", "Starts the clock for the plan when a complaint is classified", within=_CLOCK,
    ),
    TermSpec(
        "execute_within", ("hours",), "执行时限", "Time to execute",
        "自开始执行时起算的执行完成时限", "Starts the clock for finishing when execution starts", within=_CLOCK,
    ),
    TermSpec(
        "feedback_within", ("hours",), "告知客户时限", "Time to tell the customer",
        "自执行完成时起算的告知客户时限", "Starts the clock for telling the customer when execution is done",
        within=_CLOCK,
    ),
    TermSpec(
        "tracking_interval", ("weeks", "days", "months"), "效果跟踪间隔", "Tracking interval",
        "结案后每次跟踪的间隔", "How often the effect is looked at after closing", within=_POSITIVE,
    ),
    TermSpec(
        "promoter_report_within", ("hours",), "促销员报告时限", "Promoter's time to report",
        "自促销员登记投诉时起算的报告时限",
        "Starts the clock for the report to marketing when a promoter records a complaint", within=_CLOCK,
    ),
    TermSpec(
        "promoter_answer_within", ("hours",), "答复促销员时限", "Time to answer the promoter",
        "自市场部门收到报告时起算的答复时限",
        "Starts the clock for marketing's answer when it receives a promoter's report", within=_CLOCK,
    ),
    TermSpec(
        "promoter_result_within", ("hours",), "告知促销员结果时限", "Time to tell the promoter the result",
        "自执行完成时起算的结果告知时限",
        "Starts the clock for telling the promoter when execution is done", within=_CLOCK,
    ),
    # Surveys, improvement, people
    TermSpec(
        "survey_interval", ("months",), "调查间隔", "Survey interval",
        "每次客户满意度调查的间隔", "How often a survey is held", within=_WITHIN_YEAR,
    ),
    TermSpec(
        "survey_window", ("days",), "调查开放期间", "Survey window",
        "每次调查接受答卷的期间", "How long a survey takes answers", within=Range(1, 180),
    ),
    TermSpec(
        "survey_sample", ("count",), "最低有效答卷数", "Least number of valid answers",
        "判断满意度目标所需的最低有效答卷数", "How many valid answers a verdict on the target needs", within=_POSITIVE,
    ),
    TermSpec(
        "satisfaction_target", ("percent",), "满意度目标", "Satisfaction target",
        "与每次调查的满意度指数比较", "Compared with the satisfaction index of each survey", within=_POSITIVE,
    ),
    TermSpec(
        "improvement_plan_within", ("working_days",), "改进计划时限", "Time for the improvement plan",
        "自调查结果形成之日起的提交时限", "Due date of the improvement plan, from a survey's result",
        within=_OFFICE,
    ),
    TermSpec(
        "improvement_report_interval", ("months",), "改进报告间隔", "Improvement report interval",
        "每次提交改进效果报告的间隔", "How often the effect of improvements is reported", within=_WITHIN_YEAR,
    ),
    TermSpec(
        "training_interval", ("months",), "培训间隔", "Training interval",
        "每次促销员培训的间隔", "How often promoters are trained", within=_WITHIN_YEAR,
    ),
    TermSpec(
        "training_grace", ("weeks",), "培训宽限期", "Grace for late training",
        "培训迟延超过该期间的构成违约", "Training later than this is a breach", within=Range(0, 26),
    ),
    TermSpec(
        "appraisal_interval", ("months",), "考核间隔", "Appraisal interval",
        "每次促销员考核的间隔", "How often promoters are appraised", within=_WITHIN_YEAR,
    ),
    TermSpec(
        "churn_ceiling", ("percent",), "客户流失率上限", "Highest churn rate",
        "与每期客户流失率比较", "Compared with the churn rate of each period",
    ),
    # Statements, term, change
    TermSpec(
        "statement_interval", ("months",), "财务报表间隔", "Interval of financial statements",
        "每份财务报表覆盖的期间", "The period that each financial statement covers", within=_WITHIN_YEAR,
    ),
    TermSpec(
        "statement_within", ("working_days",), "财务报表提交时限", "Time for the financial statement",
        "自期间届满之日起的提交时限", "Due date of a financial statement, from the end of its period",
        within=_OFFICE,
    ),
    TermSpec(
        "term_years", ("years",), "合同期限", "Term of the contract",
        "决定合同届满日", "Sets the day on which the contract ends", within=Range(1, 20),
    ),
    TermSpec(
        "renewal_notice", ("months",), "续约协商提前期", "Renewal notice",
        "决定届满前何时协商续约", "Sets when renewal is talked over before the end", within=_WITHIN_YEAR,
    ),
    TermSpec(
        "termination_notice", ("months",), "解除通知期", "Termination notice",
        "自解除通知送达之日起至合同终止的期间", "The time from delivery of the notice to the end", within=_WITHIN_YEAR,
    ),
    TermSpec(
        "cure_within", ("days",), "催告后的改正期限", "Time to cure",
        "自书面催告送达之日起的改正期限", "The time to cure a breach, from delivery of a written demand",
        within=Range(1, 180),
    ),
    TermSpec(
        "supplement_within", ("working_days",), "补充协议签署时限", "Time to sign a supplement",
        "自双方就变更达成一致之日起的签署时限", "Due date for signing a supplement, from agreement on its content",
        within=_OFFICE,
    ),
    # Breach and money
    TermSpec(
        "damages_per_breach", ("percent", "money"), "每次违约的违约金", "Damages for one breach",
        "计算每次违约的违约金：合同金额的百分比或者固定金额",
        "Computes the damages for one breach: a percentage of the contract amount, or a sum",
    ),
    TermSpec(
        "damages_cap_month", ("percent",), "违约金月限额", "Monthly cap on damages",
        "一个自然月内违约金合计的上限", "The most that one calendar month's damages can add up to",
    ),
    TermSpec(
        "damages_cap_total", ("percent",), "违约金总限额", "Total cap on damages",
        "合同期限内违约金合计的上限", "The most that all damages under the contract can add up to",
    ),
    TermSpec(
        "damages_due_within", ("working_days",), "违约金付款期限", "Time to pay damages",
        "自收到违约金账单之日起的付款时限", "Due date of an invoice for damages, from its receipt",
        within=_OFFICE,
    ),
    TermSpec(
        "confidentiality_years", ("years",), "保密期限", "Duration of confidentiality",
        "合同终止后保密义务的存续期间", "How long secrecy lasts after the contract", within=Range(1, 50),
    ),
    TermSpec(
        "arbitration_body", ("text",), "仲裁机构", "Arbitration commission",
        "受理争议的仲裁委员会的全称", "The full name of the commission that decides disputes", acts=False,
    ),
    # Third parties
    TermSpec(
        "third_party_answer_within", ("working_days",), "第三方介入答复时限", "Time to answer a third-party request",
        "自收到第三方介入请求之日起的答复时限", "Due date of the answer to a request for a third party",
        within=Range(1, 60),
    ),
    TermSpec(
        "third_party_cap", ("percent",), "第三方责任限额", "Limit of the third party's liability",
        "第三方赔偿合计的上限", "The most that a third party pays in all",
    ),
    TermSpec(
        "third_party_cap_rule", ("choice",), "第三方致使合同不能履行时的责任", "Third party's failure",
        "决定责任限额是否适用", "Decides whether the limit of liability applies",
        options=("cap_unless_grave", "answers_in_full"),
    ),
)  # fmt: skip

CATALOGUE: Mapping[str, TermSpec] = {each.name: each for each in _SPECS}


def spec(name: str) -> TermSpec:
    """The catalogue's entry of a name. Raises Refused `contracts.term_unknown`."""
    if name not in CATALOGUE:
        raise Refused("contracts.term_unknown", name=name)
    return CATALOGUE[name]


def contradictions(values: Mapping[str, TermValue | None]) -> list[Refused]:
    """Everything that is wrong with the values of a contract taken together; blanks contradict nothing.

    Each refusal names, as its field, the term to change first.
    """
    return [*_out_of_range(values), *against_each_other(values)]


def _out_of_range(values: Mapping[str, TermValue | None]) -> list[Refused]:
    found = []
    for name, value in values.items():
        try:
            if value is not None:
                spec(name).check(value)
        except Refused as refused:
            found.append(refused)
    return found
