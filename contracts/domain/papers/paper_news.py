"""What the other side is told about annexes and data: written with its cause, read in the reader's language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.domain.duties.owning import chief_of
from contracts.models import AnnexVersion, Contract, DataHandover
from parties.domain.messages import Rendered, Telling, renderer, tell

ANNEX: Final = "contracts.annex_"
WORDS: Final[Mapping[str, tuple[str | Promise, str | Promise]]] = {
    "contracts.annex_delivered": (
        _("Contract %(number)s: annex delivered: %(thing)s"),
        _("Look at the file in the register of annexes, and accept it or return it with a reason."),
    ),
    "contracts.annex_accepted": (
        _("Contract %(number)s: annex accepted: %(thing)s"),
        _("The other side has accepted the version you delivered."),
    ),
    "contracts.annex_returned": (
        _("Contract %(number)s: annex returned: %(thing)s"),
        _("The reason stands in the register of annexes. Deliver a corrected version there."),
    ),
    "contracts.data_given": (
        _("Contract %(number)s: data handed over: %(thing)s"),
        _("Confirm that you received it as recorded, or say what is not right."),
    ),
    "contracts.data_answered": (
        _("Contract %(number)s: news of the data %(thing)s"),
        _("The other side has answered in the register of data."),
    ),
}


def tell_other_side(contract: Contract, kind: str, thing: int, *, actor_id: int, at: datetime, step: int = 0) -> None:
    """Tell the person who answers for the contract on the side across from ``actor_id``, in the caller's transaction.

    ``thing``: the version of an annex or the hand-over; ``step``: what tells two answers about it apart.
    """
    other = contract.party_b_id if actor_id == contract.party_a_id else contract.party_a_id
    user_id = chief_of(contract, other)
    tell([Telling(user_id, kind, f"{kind}:{thing}:{step}:{user_id}", {"thing": thing})], at=at)


def connect() -> None:
    """Tell the messages how these kinds read."""
    for kind, (subject, body) in WORDS.items():
        renderer(kind)(_Reading(kind, subject, body))


class _Reading:
    """How one kind reads, in the language that is active."""

    def __init__(self, kind: str, subject: str | Promise, body: str | Promise) -> None:
        self.is_annex = kind.startswith(ANNEX)
        self.subject, self.body = subject, body

    def __call__(self, params: Mapping[str, int | str]) -> Rendered:
        contract, thing, path = self._about(int(params["thing"]))
        return Rendered(str(self.subject) % {"number": contract.number, "thing": thing}, str(self.body), path)

    def _about(self, pk: int) -> tuple[Contract, str, str]:
        if self.is_annex:
            version = AnnexVersion.objects.select_related("contract", "annex").get(pk=pk)
            path = reverse("contracts:annex", args=[version.contract_id, version.code])
            return version.contract, version.annex.title, path
        handover = DataHandover.objects.select_related("contract").get(pk=pk)
        return handover.contract, handover.what, reverse("contracts:handover", args=[handover.contract_id, pk])
