"""The demo's handling: rules of compensation, tasks, a mediation, money given and waiting, and what was learnt."""

from datetime import timedelta
from decimal import Decimal
from typing import Final
from uuid import uuid4

from django.utils import timezone

from complaints.domain.handling.actions import NewAction, do_action, judge_action, set_action
from complaints.domain.handling.apologies import note_apology, plan_apology
from complaints.domain.handling.causes import find_cause, write_root_cause
from complaints.domain.handling.compensation import pay
from complaints.domain.handling.compensation_rules import NewLimit, NewRule, make_table
from complaints.domain.handling.mediation import end_mediation, open_mediation, write_statement
from complaints.domain.handling.proposing import Proposal, propose
from complaints.domain.handling.tasks import Doer, give_task
from complaints.models import Complaint, Stage
from encore.demo.people import Cast
from parties.domain.roles import Role

ROOM: Final = {"V08": "service", "202": "price", "206": "product", "301": "service", "888": "service"}
"""Room → what its complaint came from."""


def write_rules(cast: Cast) -> None:
    """Both sides have rules of their own, which the other never sees; they act from today."""
    rules = [
        _rule("voucher", 0, 200, 50),
        _rule("gift", 0, 150, 80),
        _rule("refund", 0, 300, 0, subject="price"),
        _rule("voucher", 0, 500, 100, gravity="major"),
    ]
    limits = {"account": [(Role.ACCOUNT_MANAGER, 500, 1000), (Role.FINANCE, 300, 0)]}
    limits["owner"] = [(Role.VENUE_MANAGER, 300, 0), (Role.CONTRACT_OWNER, 1000, 2000)]
    for login, sums in limits.items():
        by = cast.scope(login)
        make_table(
            min(by.party_ids),
            rules,
            [NewLimit(role, Decimal(within), Decimal(beyond)) for role, within, beyond in sums],
            cap=Decimal(2000),
            starts_date=timezone.localdate(cast.now),
            by=by,
            at=cast.now,
        )


def find_causes(cast: Cast, complaint: Complaint) -> None:
    """What this complaint came from, as far as the story knows."""
    room = complaint.room.name if complaint.room else ""
    if complaint.contract_id and complaint.state != Stage.DISMISSED and room in ROOM:
        find_cause(complaint.pk, ROOM[room], by=cast.scope("marketing"), at=cast.now)


def handle(cast: Cast, quarrel: Complaint, served: Complaint) -> None:
    """The quarrel is mediated and waits for money; the one that is over was learnt from."""
    _mediate(cast, quarrel)
    _give_tasks(cast, quarrel)
    _compensate(cast, quarrel, served)
    _learn(cast, served)


def _rule(kind: str, least: int, most: int, free: int, *, subject: str = "", gravity: str = "") -> NewRule:
    return NewRule(kind, Decimal(least), Decimal(most), Decimal(free), subject=subject, gravity=gravity)


def _mediate(cast: Cast, quarrel: Complaint) -> None:
    service, at = cast.scope("service"), cast.now - timedelta(hours=5)
    write_statement(quarrel.pk, "服务员当着朋友的面顶撞我，我要经理道歉。", speaker_id=None, by=service, at=at)
    promoter = cast.scope("promoter")
    said = "客人催单时我正在隔壁开酒，回应急了些，没有骂人。"
    write_statement(quarrel.pk, said, speaker_id=promoter.user_id, by=promoter, at=at + timedelta(minutes=30))
    mediation = open_mediation(quarrel.pk, cast.users["service"].pk, by=service, at=at)
    outcome = "客人接受店长当面道歉，希望得到一张代金券。"
    end_mediation(mediation.pk, "settle", outcome, by=service, at=at + timedelta(hours=1))
    apology = plan_apology(
        quarrel.pk,
        way="spoken",
        person_id=cast.users["manager"].pk,
        words="服务态度",
        by=cast.scope("promotions"),
        at=at + timedelta(hours=2),
    )
    note_apology(apology.pk, given_at=at + timedelta(hours=3), by=cast.scope("manager"), at=at + timedelta(hours=3))


def _give_tasks(cast: Cast, quarrel: Complaint) -> None:
    at, due_at = cast.now - timedelta(hours=3), cast.now + timedelta(hours=5)
    for giver, doer, what in (
        ("service", Doer(cast.provider.pk, desk=Role.PROMOTIONS), "准备代金券，今晚交店长"),
        ("marketing", Doer(cast.client.pk, user_id=cast.users["floor"].pk), "调取888包厢门口监控"),
    ):
        give_task(quarrel.pk, what, doer, due_at=due_at, by=cast.scope(giver), at=at)


def _compensate(cast: Cast, quarrel: Complaint, served: Complaint) -> None:
    service = cast.scope("service")
    small = propose(served.pk, Proposal(uuid4(), "voucher", Decimal(50), "等候太久"), by=service, at=cast.now)
    pay(small.pk, by=service, at=cast.now)
    propose(quarrel.pk, Proposal(uuid4(), "voucher", Decimal(300), "当众争执，客人要求补偿"), by=service, at=cast.now)


def _learn(cast: Cast, served: Complaint) -> None:
    marketing, at = cast.scope("marketing"), cast.now - timedelta(days=15)
    whys = ["客人催了三次才有人应答", "同时段只有一名点歌员在岗", "周末排班按平日客流安排"]
    write_root_cause(served.pk, whys, by=marketing, at=at)
    owner = cast.users["promotions"].pk
    new = NewAction("周末加排一名点歌员", owner, at + timedelta(days=3), "subject", check_days=7)
    action = set_action(served.pk, new, by=marketing, at=at)
    done_at = at + timedelta(days=1)
    do_action(action.pk, by=cast.scope("promotions"), at=done_at, words="本周末起执行")
    words = "加人之后同类投诉减少，继续执行。"
    judge_action(action.pk, "worked", by=marketing, at=done_at + timedelta(days=8), words=words)
    follow_up = NewAction("修订客流预测表", owner, cast.now + timedelta(days=6), "cause", check_days=30)
    set_action(served.pk, follow_up, by=marketing, at=cast.now - timedelta(days=1))
