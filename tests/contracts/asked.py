"""Requests in tests: asked and answered by the people of a contract that runs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile

from contracts.domain.requests.answering import answer
from contracts.domain.requests.asking import ask
from contracts.domain.requests.demands import Asking
from contracts.domain.requests.statements import Said
from contracts.domain.wording.drafting import Frame, start_draft
from contracts.models.requests import Request
from parties.domain.scope import Scope
from tests import factories
from tests.contracts.calendars import SIGNED, at, running
from tests.factories import Agreement

ASKED = at("2026-03-02")
"""A Monday."""
WORDS: dict[str, dict[str, Any]] = {
    "change": {"particulars": {"impact": "进度顺延一周，费用不变"}},
    "extension": {"particulars": {"measures": "增派一名讲师"}},
    "acceptance": {"criteria": ["方案完整", "试点门店已培训"]},
    "third_party": {"particulars": {"need": "独立评估满意度", "proposed": "示例评估所，费用两万元"}},
    "ip_statement": {"particulars": {"sources": "点歌系统，自研", "ownership": "成果归甲方"}},
    "fee_change": {"sent_by": "email", "sent_date": date(2026, 3, 2)},
}
"""What each kind demands beside subject and text."""


def plan_paper() -> ContentFile[bytes]:
    """A file that can be read once, as uploads are."""
    return ContentFile("服务方案：人员、进度、成果".encode(), "方案.txt")


@dataclass(frozen=True)
class Table:
    """The two sides of a contract that runs, at one table."""

    agreement: Agreement

    @property
    def a(self) -> Scope:
        return factories.scope(self.agreement.owner)

    @property
    def b(self) -> Scope:
        return factories.scope(self.agreement.account_manager)

    def ask(self, kind: str, by: Scope | None = None, *, at: datetime = ASKED, **given: Any) -> Request:
        """Ask by Party B unless somebody else is named."""
        if kind == "service_plan":
            given.setdefault("files", [plan_paper()])
        asking = Asking(**{"subject": "事项", "text": "说明理由", **WORDS.get(kind, {}), **given})
        return ask(self.agreement.contract.pk, kind, asking, by=by or self.b, at=at)

    def answer(
        self, request: Request, verb: str, by: Scope | None = None, *, on: str = "2026-03-04", **given: Any
    ) -> Request:
        """Answer by Party A unless somebody else is named."""
        said = Said(given.pop("text", "已阅"), given.pop("files", ()))
        answer(request.pk, verb, said, by=by or self.a, at=at(on), **given)
        return again(request)


def again(request: Request) -> Request:
    """The row as it is now."""
    return Request.objects.select_related("deadline", "contract", "about__deadline", "amendment").get(pk=request.pk)


def consulting(**blanks: str) -> Table:
    """A consulting contract, whose answers all have a time of their own."""
    usual = {"final_instalment": "60", "first_instalment": "40", "final_instalment_within": "10"}
    return Table(running("consulting", **usual | {"first_instalment_within": "5", "assessment_interval": "1"} | blanks))


def ktv(form_id: str = "ktv-1", **blanks: str) -> Table:
    return Table(running(form_id, **blanks))


def retention(monkeypatch: pytest.MonkeyPatch, supplement: str = "b_leads", **blanks: str) -> Table:
    """A retention contract with one of its supplements."""

    def led(*, form_id: str, frame: Frame, **named: Any) -> object:
        return start_draft(form_id=form_id, frame=frame, supplements=[supplement], **named)

    monkeypatch.setattr(factories, "start_draft", led)
    return Table(running("retention", **blanks))


__all__ = ["ASKED", "SIGNED", "Table", "again", "at", "consulting", "ktv", "plan_paper", "retention"]
