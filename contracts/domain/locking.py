"""The one way to lock a contract, and what is read behind that lock.

Who changes something of a contract locks the contract's row first and reads the rest after that, always in this order:
so everything that sums, counts or ends under a contract takes turns, and no two wait for each other in a ring. Rows
that only refer to the contract may come meanwhile (NO KEY UPDATE). To be called in the transaction of the change.
"""

from collections.abc import Iterable

from django.db.models import QuerySet

from contracts.models import Breach, Contract, Notice, SignatureRequest
from contracts.models.requests import Request


def locked_contract(contract_id: int) -> Contract:
    """The contract with its parties, locked for this transaction."""
    return _locking().select_related("party_a", "party_b").get(pk=contract_id)


def lock_contracts(contract_ids: Iterable[int]) -> None:
    """Lock several, in the order of their numbers, whichever way they were named."""
    list(_locking().filter(pk__in=contract_ids).order_by("pk"))


def free_contract(contract_id: int) -> Contract | None:
    """The contract, locked; ``None`` where another transaction holds it."""
    return (
        Contract.objects.select_for_update(no_key=True, skip_locked=True, of=("self",)).filter(pk=contract_id).first()
    )


def locked_breach(breach_id: int) -> Breach:
    """The breach with its parties, behind the lock of its contract."""
    contract = locked_contract(Breach.objects.values_list("contract", flat=True).get(pk=breach_id))
    breach = Breach.objects.select_related("kind__version", "kind__clause", "injured", "at_fault").get(pk=breach_id)
    breach.contract = contract
    return breach


def locked_notice(notice_id: int) -> Notice:
    """The notice, behind the lock of its contract, so that all that moves the contract's end takes turns."""
    contract = locked_contract(Notice.objects.values_list("contract", flat=True).get(pk=notice_id))
    notice = Notice.objects.select_related("party").get(pk=notice_id)
    notice.contract = contract
    return notice


def locked_request(request_id: int) -> Request:
    """The request behind the lock of its contract, with both sides and what it is about."""
    contract = locked_contract(Request.objects.values_list("contract", flat=True).get(pk=request_id))
    found = Request.objects.select_related(
        "asker", "answerer", "proposed_party", "deadline", "notice", "amendment", "about__deadline", "about__term"
    )
    request = found.get(pk=request_id)
    request.contract = contract
    return request


def locked_place(request_id: int) -> SignatureRequest:
    """The signature, with its contract locked: sending back, withdrawing, passing on and each side's signing take
    turns."""
    contract = locked_contract(SignatureRequest.objects.values_list("version__contract", flat=True).get(pk=request_id))
    request = SignatureRequest.objects.select_related("version", "party").get(pk=request_id)
    request.version.contract = contract
    return request


def _locking() -> QuerySet[Contract]:
    return Contract.objects.select_for_update(no_key=True, of=("self",))
