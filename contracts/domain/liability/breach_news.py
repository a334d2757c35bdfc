"""What people are told about breaches and what follows them: written with its cause, read in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.domain.duties.owning import chief_of
from contracts.models import Breach
from parties.domain.messages import Rendered, Telling, renderer, tell

Params = Mapping[str, int | str]
WORDS: Final[Mapping[str, tuple[str | Promise, str | Promise]]] = {
    "contracts.breach_recorded": (
        gettext_lazy("Breach recorded: %(number)s"),
        gettext_lazy("%(kind)s. The party at fault can answer; the injured party decides."),
    ),
    "contracts.adjustment_proposed": (
        gettext_lazy("Other damages proposed: breach %(id)s of %(number)s"),
        gettext_lazy("Look at the sum and the reason, and accept or decline."),
    ),
    "contracts.adjustment_answered": (
        gettext_lazy("Damages adjusted or not: breach %(id)s of %(number)s"),
        gettext_lazy("The other side has answered. What is owed now stands on the breach's page."),
    ),
    "contracts.adjustment_counts": (
        gettext_lazy("Damages adjusted: breach %(id)s of %(number)s"),
        gettext_lazy("The other side has recorded what was decided, in your favour. It counts from now on."),
    ),
    "contracts.cure_judged": (
        gettext_lazy("Demand for performance: breach %(id)s of %(number)s"),
        gettext_lazy("The injured party has recorded whether you performed within the time given."),
    ),
    "contracts.dispute_moved": (
        gettext_lazy("Dispute over breach %(id)s of %(number)s"),
        gettext_lazy("There is a new step with its day and papers."),
    ),
    "contracts.dispute_end_proposed": (
        gettext_lazy("Recorded as ended: dispute over breach %(id)s of %(number)s"),
        gettext_lazy(
            "Look at the paper, the costs and the sum, and accept or decline. Until then the dispute runs on."
        ),
    ),
    "contracts.dispute_end_answered": (
        gettext_lazy("End of the dispute over breach %(id)s of %(number)s"),
        gettext_lazy("Whether it counts, and who bears the costs, stands on the breach's page."),
    ),
}


def tell_recorded(breach: Breach, *, at: datetime) -> None:
    """Tell both sides that a person recorded a breach, and a third party that is at fault."""
    contract = breach.contract
    people = {chief_of(contract, each) for each in (contract.party_a_id, contract.party_b_id, breach.at_fault_id)}
    _tell("contracts.breach_recorded", breach, people, str(breach.pk), at=at)


def tell_against(breach: Breach, kind: str, party_id: int, key: str, *, at: datetime) -> None:
    """Tell the person who answers for the contract across the table from ``party_id``, once per ``key``."""
    across = breach.at_fault_id if party_id == breach.injured_id else breach.injured_id
    _tell(kind, breach, {chief_of(breach.contract, across)}, key, at=at)


def _tell(kind: str, breach: Breach, readers: set[int], key: str, *, at: datetime) -> None:
    params = {"breach": breach.pk}
    tell([Telling(reader, kind, f"{kind}:{key}:{reader}", params) for reader in readers], at=at)


def connect() -> None:
    """Tell the messages how these kinds read."""
    for kind, (subject, body) in WORDS.items():
        renderer(kind)(_rendered(subject, body))
    renderer("contracts.force_majeure")(_force_majeure)


def _force_majeure(params: Params) -> Rendered:
    words = {"number": params["number"]}
    return Rendered(
        subject=_("Force majeure: contract %(number)s") % words,
        body=_("It was accepted for fewer days than were claimed. Look at the days that count.")
        if params.get("in_part")
        else _("A claim of force majeure was made or answered. Look at its time and its evidence."),
        path=reverse("contracts:force-majeure", args=[params["contract"]]),
    )


def _rendered(subject: str | Promise, body: str | Promise) -> Callable[[Params], Rendered]:
    def render(params: Params) -> Rendered:
        breach = Breach.objects.select_related("contract", "kind").get(pk=params["breach"])
        words = {"id": breach.pk, "number": breach.contract.number, "kind": breach.kind.text}
        return Rendered(str(subject) % words, str(body) % words, reverse("contracts:breach", args=[breach.pk]))

    return render
