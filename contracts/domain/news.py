"""What both sides of a contract are told about it: written with its cause, read in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.models import Contract
from parties.domain.messages import Rendered, Telling, renderer, tell


def tell_both_sides(contract: Contract, kind: str, key: str, *, at: datetime, **params: int | str) -> None:
    """A message to the account manager and the client's contract owner, once per ``key``."""
    tellings = [
        Telling(user_id, kind, f"{kind}:{contract.pk}:{key}:{user_id}", {"contract": contract.pk, **params})
        for user_id in (contract.account_manager_id, contract.contract_owner_id)
    ]
    tell(tellings, at=at)


def connect() -> None:
    """Tell the messages how these kinds read."""
    for kind, (subject, body) in {
        "contracts.sent": (_sent_subject, _sent_body),
        "contracts.signed": (_signed_subject, _signed_body),
        "contracts.effective": (_effective_subject, _effective_body),
        "contracts.declined": (_declined_subject, _declined_body),
        "contracts.withdrawn": (_withdrawn_subject, _withdrawn_body),
    }.items():
        renderer(kind)(_rendered(subject, body))


Words = Callable[[Contract, Mapping[str, int | str]], str]


def _rendered(subject: Words, body: Words) -> Callable[[Mapping[str, int | str]], Rendered]:
    def render(params: Mapping[str, int | str]) -> Rendered:
        contract = Contract.objects.select_related("party_a", "party_b").get(pk=params["contract"])
        path = reverse("contracts:detail", args=[contract.pk])
        return Rendered(subject(contract, params), body(contract, params), path)

    return render


def _sent_subject(contract: Contract, _params: Mapping[str, int | str]) -> str:
    return _("Contract %(number)s is out for signature") % {"number": contract.number}


def _sent_body(contract: Contract, _params: Mapping[str, int | str]) -> str:
    return _("“%(title)s” was frozen and sent to the signers of both parties.") % {"title": contract.title}


def _signed_subject(contract: Contract, params: Mapping[str, int | str]) -> str:
    return _("%(party)s has signed contract %(number)s") % {
        "party": contract.party_of(str(params["side"])).name,
        "number": contract.number,
    }


def _signed_body(contract: Contract, _params: Mapping[str, int | str]) -> str:
    return _("“%(title)s” waits for the other party's signature and seal.") % {"title": contract.title}


def _effective_subject(contract: Contract, _params: Mapping[str, int | str]) -> str:
    return _("Contract %(number)s is effective") % {"number": contract.number}


def _effective_body(contract: Contract, _params: Mapping[str, int | str]) -> str:
    return _(
        "Both parties have signed and sealed “%(title)s”, and the file was verified. Its terms act from now on."
    ) % {"title": contract.title}


def _declined_subject(contract: Contract, params: Mapping[str, int | str]) -> str:
    return _("%(party)s declined to sign contract %(number)s") % {
        "party": contract.party_of(str(params["side"])).name,
        "number": contract.number,
    }


def _declined_body(contract: Contract, _params: Mapping[str, int | str]) -> str:
    return _("The reason stands on the contract's page. “%(title)s” is a draft again and can be changed.") % {
        "title": contract.title
    }


def _withdrawn_subject(contract: Contract, _params: Mapping[str, int | str]) -> str:
    return _("Contract %(number)s was withdrawn") % {"number": contract.number}


def _withdrawn_body(contract: Contract, _params: Mapping[str, int | str]) -> str:
    return _("The links to sign “%(title)s” no longer work. It is a draft again.") % {"title": contract.title}
