import threading

import pytest
from django.db import connection

from contracts.documents.signing import append_signature
from contracts.documents.trust import installation_trust
from contracts.documents.verify import verify
from contracts.domain.signature import signing
from contracts.domain.wording.files import latest_revision
from contracts.models import Contract, SealedFile, SignatureRequest
from foundation.refusals import Refused
from tests.contracts import drafts, engagements
from tests.contracts.drafts import AT, act

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def sign_at_once(requests: list[SignatureRequest]) -> list[str]:
    """Each request signed in a thread of its own, all at the same moment; what came of each."""
    start = threading.Barrier(len(requests))
    outcomes: list[str] = []

    def work(request: SignatureRequest) -> None:
        start.wait()
        try:
            act(request)
            outcomes.append("signed")
        except Refused as refused:
            outcomes.append(refused.code)
        except Exception as error:  # noqa: BLE001 - whatever it is, the assertion shows it
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(request,)) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_both_parties_sign_at_once_and_no_revision_is_lost() -> None:
    desk = drafts.sent()
    requests = [desk.request("A"), desk.request("B")]
    for request in requests:
        drafts.read_heavy(request)
    assert sign_at_once(requests) == ["signed", "signed"]
    assert sorted(SealedFile.objects.values_list("revision", flat=True)) == [0, 1, 2]
    assert verify(latest_revision(desk.version).file.read(), installation_trust(), at=AT).judgement == "valid"
    assert Contract.objects.get(pk=desk.contract.pk).is_effective


def test_one_party_signing_in_three_windows_signs_once() -> None:
    desk = drafts.sent()
    drafts.read_heavy(desk.request("A"))
    outcomes = sign_at_once([desk.request("A")] * 3)
    assert outcomes == ["contracts.link_used", "contracts.link_used", "signed"]
    assert SealedFile.objects.count() == 2


def test_without_the_lock_on_the_contract_a_signature_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the two tests above hold because of that lock, not by luck."""
    desk = drafts.sent()
    requests = [desk.request("A"), desk.request("B")]
    for request in requests:
        drafts.read_heavy(request)
    both_have_read = threading.Barrier(2)
    append = append_signature

    def append_together(*args: object, **kwargs: object) -> bytes:
        both_have_read.wait(timeout=30)
        return append(*args, **kwargs)  # type: ignore[arg-type]

    def unlocked(request_id: int) -> SignatureRequest:
        return SignatureRequest.objects.select_related("version__contract", "party").get(pk=request_id)

    monkeypatch.setattr(signing, "locked_place", unlocked)
    monkeypatch.setattr("contracts.documents.signing.append_signature", append_together)
    assert sign_at_once(requests) != ["signed", "signed"]


def test_three_sign_at_once_and_no_revision_is_lost() -> None:
    desk = engagements.sent()
    requests = [desk.request(side) for side in ("A", "B", "third")]
    for request in requests:
        drafts.read_heavy(request)
    assert sign_at_once(requests) == ["signed", "signed", "signed"]
    assert sorted(SealedFile.objects.values_list("revision", flat=True)) == [0, 1, 2, 3]
    assert verify(latest_revision(desk.version).file.read(), installation_trust(), at=AT).judgement == "valid"
    assert Contract.objects.get(pk=desk.contract.pk).is_effective
