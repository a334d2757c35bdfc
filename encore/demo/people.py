"""Who takes part in the demo: the client 示例星河, the provider 示例回声, an assessor, their venues and people."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from stdnum.cn import uscc

from foundation.text import normal_name
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM, Scope, writing
from parties.models import Membership, Party, Room, User, Venue

PASSWORD: Final = "encore-demo"  # noqa: S105  # printed at start-up: the demo's people are nobody
ROOMS: Final = ("V01", "V02", "V08", "201", "202", "206", "301", "308", "888")

CLIENT_STAFF: Final = (
    ("owner", "甲方负责人·贾安", Role.CONTRACT_OWNER),
    ("manager", "店长·贾宁", Role.VENUE_MANAGER),
    ("floor", "楼面·贾夜", Role.FLOOR),
    ("client-finance", "甲方财务·贾账", Role.FINANCE),
    ("auditor", "审计·贾核", Role.AUDITOR),
    ("admin", "管理员·贾管", Role.ADMINISTRATOR),
)
PROVIDER_STAFF: Final = (
    ("account", "客户经理·甄约", Role.ACCOUNT_MANAGER),
    ("promoter", "促销员·甄酒", Role.PROMOTER),
    ("service", "客服·甄听", Role.CUSTOMER_SERVICE),
    ("marketing", "市场·甄察", Role.MARKETING),
    ("promotions", "促销部·甄办", Role.PROMOTIONS),
    ("hr", "人事·甄训", Role.HR),
    ("provider-finance", "乙方财务·甄算", Role.FINANCE),
)


@dataclass(frozen=True)
class Cast:
    """Everybody in the demo, by the name of their login."""

    client: Party
    provider: Party
    assessor: Party
    river: Venue
    station: Venue
    users: dict[str, User]
    now: datetime

    def scope(self, login: str) -> Scope:
        """What this person may do, as seen by the rules."""
        return Scope.of(self.users[login], source="demo")


def email_of(login: str) -> str:
    return f"{login}@demo.example"


def gather(now: datetime) -> Cast:
    """Write the parties, venues and people of the demo."""
    with writing(SYSTEM):
        client = _party("示例星河娱乐有限公司", "91990000MA00000012", "贾星", "示例市星河路8号", "star")
        provider = _party("示例回声会员服务有限公司", "91990000MA00000023", "甄响", "示例市回声街21号", "echo")
        assessor = _party("示例求是评估事务所", "91990000MA00000034", "丙衡", "示例市求是路3号", "seek")
        assessor.keepers.add(client, provider)
        river = _venue(client, "河畔店", "river")
        station = _venue(client, "车站店", "station")
        since = (now - timedelta(days=400)).date()
        users = {
            login: _person(login, name, role, party, since)
            for staff, party in ((CLIENT_STAFF, client), (PROVIDER_STAFF, provider))
            for login, name, role in staff
        }
        operator = User.objects.get(email=email_of("admin"))
        operator.is_staff = True
        operator.save(update_fields=["is_staff"])
    return Cast(client, provider, assessor, river, station, users, now)


def _party(name: str, code: str, head: str, address: str, mailbox: str) -> Party:
    body = code[:17]
    return Party.objects.create(
        name=name,
        name_key=normal_name(name),
        legal_representative=head,
        address=address,
        phone="000-0000000",
        email=f"{mailbox}@demo.example",
        email_is_own=True,
        contact=head,
        uscc=body + uscc.calc_check_digit(body),
        bank_name="示例银行示例支行",
        bank_account="6200 0000 0000 0000 000",
    )


def _venue(party: Party, name: str, code: str) -> Venue:
    venue = Venue.objects.create(party=party, name=name, code=code, address=f"示例市{name}")
    Room.objects.bulk_create([Room(venue=venue, name=room) for room in ROOMS])
    return venue


def _person(login: str, name: str, role: Role, party: Party, since: date) -> User:
    user = User.objects.create_user(email_of(login), PASSWORD, name=name)
    Membership.objects.create(user=user, party=party, role=role, active_from=since)
    return user
