"""Who plays in the journey: two companies that do not have a contract yet, and the people of both."""

from dataclasses import dataclass, replace

from django.utils import translation

from parties.domain.roles import Role
from parties.models import Party, User, Venue
from tests import factories
from tests.journeys.windows import LANGUAGE

CLIENT_ROLES = (Role.CONTRACT_OWNER, Role.FLOOR, Role.FINANCE, Role.VENUE_MANAGER)
PROVIDER_ROLES = (Role.ACCOUNT_MANAGER, Role.CUSTOMER_SERVICE, Role.MARKETING, Role.PROMOTIONS)


@dataclass(frozen=True)
class Signer:
    """Who signs and seals for a party, and the mailbox that gets the link."""

    name: str
    email: str


@dataclass(frozen=True)
class Cast:
    """A KTV with one venue, the provider it hires, and one person for each job."""

    client: Party
    provider: Party
    venue: Venue
    people: dict[Role, User]
    third: Party | None = None
    neutral: User | None = None
    """The third party, where one takes part, and its one person."""

    @property
    def signers(self) -> dict[str, Signer]:
        """By the letter of their side, in the order in which they sign."""
        both = {"a": Signer("甄客户", self.client.email), "b": Signer("甄服务", self.provider.email)}
        return both | ({"third": Signer("甄中立", self.third.email)} if self.third else {})

    def email(self, role: Role) -> str:
        return self.people[role].email


def gather() -> Cast:
    """Write them down; nothing else is there yet but that the provider has the client in its registry."""
    client, provider = factories.party("星光娱乐有限公司"), factories.party("回声会员服务有限公司")
    client.keepers.add(provider)
    venue = factories.venue(client, "滨江店", rooms=("V01", "V02", "201", "202", "888"))
    people = {role: hire(client, role) for role in CLIENT_ROLES}
    people |= {role: hire(provider, role) for role in PROVIDER_ROLES}
    factories.person(provider, Role.FINANCE)  # hears of the invoice
    return Cast(client, provider, venue, people)


def hire(party: Party, role: Role) -> User:
    """Somebody who does one job for a party and reads in the language of the walk; named after the job."""
    return named_after_the_job(factories.person(party, role), role)


def named_after_the_job(person: User, role: Role) -> User:
    """The same person, who reads in the language of the walk."""
    with translation.override(LANGUAGE):
        person.name = f"甄{role.label}" if LANGUAGE.startswith("zh") else f"Zhen, {role.label}"
    person.language = LANGUAGE
    person.save(update_fields=["name", "language"])
    return person


def with_intermediary(cast: Cast) -> Cast:
    """A company of one person takes part, which the provider has in its registry as well."""
    third = factories.party("和信中介服务有限公司")
    third.keepers.add(cast.provider)
    return replace(cast, third=third, neutral=hire(third, Role.CONTRACT_OWNER))
