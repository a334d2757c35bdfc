"""What both sides of a contract are told about it: written with its cause, read in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.domain.chiefs import chiefs_of
from contracts.models import Contract
from contracts.models.contracts import Side
from parties.domain.messages import Rendered, Telling, renderer, tell
from parties.domain.scope import Scope
from parties.models import Party, User

Params = Mapping[str, int | str]

WORDS: Final[Mapping[str, tuple[str | Promise, str | Promise]]] = {
    "contracts.shared": (
        gettext_lazy("Contract %(number)s: a draft to read"),
        gettext_lazy("The draft of “%(title)s” is open for both parties to read and talk over."),
    ),
    "contracts.commented": (
        gettext_lazy("Contract %(number)s: a comment"),
        gettext_lazy("Somebody said something about the wording of “%(title)s”."),
    ),
    "contracts.sent": (
        gettext_lazy("Contract %(number)s is out for signature"),
        gettext_lazy("“%(title)s” was frozen and sent to its signers."),
    ),
    "contracts.signed": (
        gettext_lazy("%(party)s has signed contract %(number)s"),
        gettext_lazy("“%(title)s” waits for whoever has not signed and sealed yet."),
    ),
    "contracts.link_expired": (
        gettext_lazy("%(party)s has not signed contract %(number)s: its link has expired"),
        gettext_lazy("Remind its signer on the page of “%(title)s”: a fresh link is mailed. Or withdraw it."),
    ),
    "contracts.passed_on": (
        gettext_lazy("%(party)s passed the signing of contract %(number)s on to another person"),
        gettext_lazy("Who signs for whom, and on which authority, stands on the page of “%(title)s”."),
    ),
    "contracts.asked": (
        gettext_lazy("%(party)s asks something before signing contract %(number)s"),
        gettext_lazy("Answer on the page of “%(title)s”: the answer is mailed to the signer."),
    ),
    "contracts.effective": (
        gettext_lazy("Contract %(number)s is effective"),
        gettext_lazy(
            "Everyone has signed and sealed “%(title)s”, and the file was verified. Its terms act from now on."
        ),
    ),
    "contracts.paper_waits": (
        gettext_lazy("Contract %(number)s: is this what was signed on paper?"),
        gettext_lazy(
            "The provider entered “%(title)s” as signed on paper. It acts once the client has compared it with the scan"
            " and confirmed it."
        ),
    ),
    "contracts.paper_rejected": (
        gettext_lazy("Contract %(number)s: this is not what was signed on paper"),
        gettext_lazy("The client's reason stands on the contract's page. “%(title)s” is a draft again."),
    ),
    "contracts.entered": (
        gettext_lazy("Contract %(number)s is effective, as signed on paper"),
        gettext_lazy("“%(title)s” is in force. Look at its terms and at the scan that was kept."),
    ),
    "contracts.declined": (
        gettext_lazy("%(party)s declined to sign contract %(number)s"),
        gettext_lazy("The reason stands on the contract's page. “%(title)s” is a draft again and can be changed."),
    ),
    "contracts.withdrawn": (
        gettext_lazy("Contract %(number)s was withdrawn"),
        gettext_lazy("The links to sign “%(title)s” no longer work. It is a draft again."),
    ),
    "contracts.expiring": (
        gettext_lazy("Contract %(number)s ends on %(last_day)s"),
        gettext_lazy("Talk over now whether “%(title)s” is renewed. Unless you renew it, it ends by itself."),
    ),
    "contracts.renewal_wished": (
        gettext_lazy("%(party)s wishes to renew contract %(number)s"),
        gettext_lazy("The wish stands on the contract's page, and a draft of the successor of “%(title)s” is there."),
    ),
    "contracts.termination_given": (
        gettext_lazy("%(party)s gives notice to end contract %(number)s"),
        gettext_lazy("The ground and the reason stand on the page of “%(title)s”. The other side answers there."),
    ),
    "contracts.termination_delivered": (
        gettext_lazy("Contract %(number)s ends on %(last_day)s"),
        gettext_lazy("The notice to end “%(title)s” was delivered, and its period runs."),
    ),
    "contracts.termination_agreed": (
        gettext_lazy("Contract %(number)s ends on %(last_day)s"),
        gettext_lazy("Both sides agree to end “%(title)s”."),
    ),
    "contracts.termination_contested": (
        gettext_lazy("%(party)s contests the notice to end contract %(number)s"),
        gettext_lazy("Its statement stands beside the notice on the page of “%(title)s”."),
    ),
    "contracts.termination_withdrawn": (
        gettext_lazy("%(party)s takes back its notice to end contract %(number)s"),
        gettext_lazy("“%(title)s” runs on."),
    ),
    "contracts.fee_change_given": (
        gettext_lazy("%(party)s gives notice of other fees: contract %(number)s"),
        gettext_lazy("The items and the reasons stand on the page of “%(title)s”. Nothing changes without consent."),
    ),
    "contracts.fee_change_delivered": (
        gettext_lazy("Notice of other fees was delivered: contract %(number)s"),
        gettext_lazy("A supplementary agreement on “%(title)s” can follow once the notice period has passed."),
    ),
    "contracts.fee_change_contested": (
        gettext_lazy("%(party)s objects to other fees: contract %(number)s"),
        gettext_lazy("Its statement stands beside the notice on the page of “%(title)s”."),
    ),
    "contracts.fee_change_withdrawn": (
        gettext_lazy("%(party)s takes back its notice of other fees: contract %(number)s"),
        gettext_lazy("The fees of “%(title)s” stay as they are."),
    ),
    "contracts.warning_given": (
        gettext_lazy("%(party)s warns you in writing: contract %(number)s"),
        gettext_lazy("The breach and the words stand on the page of “%(title)s”."),
    ),
    "contracts.warning_delivered": (
        gettext_lazy("The written warning was delivered: contract %(number)s"),
        gettext_lazy("Its proof stands beside the warning on the page of “%(title)s”."),
    ),
    "contracts.warning_contested": (
        gettext_lazy("%(party)s contests the written warning: contract %(number)s"),
        gettext_lazy("Its statement stands beside the warning on the page of “%(title)s”."),
    ),
    "contracts.warning_withdrawn": (
        gettext_lazy("%(party)s takes back its written warning: contract %(number)s"),
        gettext_lazy("Nothing follows from it."),
    ),
    "contracts.demand_given": (
        gettext_lazy("%(party)s demands performance: contract %(number)s"),
        gettext_lazy("What is to be done and how long you have stand on the page of “%(title)s”."),
    ),
    "contracts.demand_delivered": (
        gettext_lazy("The demand for performance was delivered: contract %(number)s"),
        gettext_lazy("Its time runs from that day. If it passes in vain, “%(title)s” can be ended."),
    ),
    "contracts.demand_contested": (
        gettext_lazy("%(party)s contests the demand for performance: contract %(number)s"),
        gettext_lazy("Its statement stands beside the demand on the page of “%(title)s”."),
    ),
    "contracts.demand_withdrawn": (
        gettext_lazy("%(party)s takes back its demand for performance: contract %(number)s"),
        gettext_lazy("Nothing follows from it."),
    ),
    "contracts.expired": (
        gettext_lazy("Contract %(number)s has expired"),
        gettext_lazy("“%(title)s” is over. What is still owed stays owed: go through settlement and hand-over."),
    ),
    "contracts.renewed": (
        gettext_lazy("Contract %(number)s has ended and is renewed"),
        gettext_lazy("Its successor is in force. Go through settlement and hand-over of “%(title)s”."),
    ),
    "contracts.terminated": (
        gettext_lazy("Contract %(number)s is terminated"),
        gettext_lazy("“%(title)s” is over. What is still owed stays owed: go through settlement and hand-over."),
    ),
}
"""Subject and body by kind. ``party``: the side that acted."""


def tell_both_sides(contract: Contract, kind: str, key: str, *, at: datetime, **params: int | str) -> None:
    """A message to the account manager and the client's contract owner, once per ``key``.

    ``side``, or ``party`` (its id): the one that acted; ``amendment``: the number of the supplementary agreement
    concerned, 0 for none.
    """
    tellings = [
        Telling(user_id, kind, f"{kind}:{contract.pk}:{key}:{user_id}", {"contract": contract.pk, **params})
        for user_id in chiefs_of(contract).values()
    ]
    tell(tellings, at=at)


def tell_manager(contract: Contract, kind: str, key: str, *, at: datetime, **params: int | str) -> None:
    """A message to the account manager alone, once per ``key``; the rest as for both sides."""
    user_id = chiefs_of(contract)[contract.party_b_id]
    told = {"contract": contract.pk, **params}
    tell([Telling(user_id, kind, f"{kind}:{contract.pk}:{key}:{user_id}", told)], at=at)


def connect() -> None:
    """Tell the messages how these kinds read."""
    for kind, (subject, body) in WORDS.items():
        renderer(kind)(_rendered(subject, body))


def _rendered(subject: str | Promise, body: str | Promise) -> Callable[[Params], Rendered]:
    def render(params: Params) -> Rendered:
        contract = Contract.objects.select_related("party_a", "party_b").get(pk=params["contract"])
        words = {
            "number": _numbered(contract, int(params.get("amendment", 0))),
            "title": _title(contract, int(params["reader"])),
            "party": _acting(contract, params).name,
            "last_day": contract.last_day,
        }
        path = reverse("contracts:detail", args=[contract.pk])
        return Rendered(str(subject) % words, str(body) % words, path)

    return render


def _acting(contract: Contract, params: Params) -> Party:
    """The party that acted: a side, or (``party``) any that signs."""
    if "party" in params:
        return Party.objects.get(pk=params["party"])
    return contract.party_of(str(params.get("side", Side.B)))


def _title(contract: Contract, reader_id: int) -> str:
    """The title as far as the reader may know it: once shared it stands still, but a recalled draft is changed by the
    provider alone, and is only a number to everybody else."""
    if contract.is_draft:
        reader = Scope.of(User.objects.get(pk=reader_id), source="message")
        if not Contract.objects.within(reader, verb="contracts.see").filter(pk=contract.pk).exists():
            return contract.number
    return contract.title


def _numbered(contract: Contract, amendment: int) -> str:
    if not amendment:
        return contract.number
    return _("%(number)s, supplementary agreement No. %(amendment)s") % {
        "number": contract.number,
        "amendment": amendment,
    }
