"""Passing on and signing at the same moment: one of them wins, and never both."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from contracts.domain.signature import delegating, signing
from contracts.domain.signature.signing_place import require_open
from contracts.models import SealedFile, SignatureRequest
from foundation.refusals import Refused
from tests.contracts import drafts
from tests.contracts.drafts import act
from tests.contracts.signature.test_delegating import pass_on

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Each act in a thread of its own, all at the same moment; what came of each."""
    start = threading.Barrier(len(acts))
    outcomes: list[str] = []

    def work(given: Callable[[], object]) -> None:
        start.wait()
        try:
            given()
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(refused.code)
        except Exception as error:  # noqa: BLE001 - whatever it is, the assertion shows it
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(given,)) for given in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_a_signature_is_either_given_or_passed_on() -> None:
    desk = drafts.sent()
    request = desk.request("B")
    drafts.read_heavy(request)
    [refused, done] = at_once(lambda: act(request), lambda: pass_on(request))
    assert (done, refused in {"contracts.link_used", "contracts.link_passed_on"}) == ("done", True)
    states = sorted(desk.version.signature_requests.filter(side="B").values_list("state", flat=True))
    was_signed = SealedFile.objects.filter(revision=1).exists()
    assert states == (["signed"] if was_signed else ["delegated", "invited"])


def test_without_the_lock_the_one_is_begun_on_what_the_other_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: both see an open place, and only the database's own guards stop the second."""
    desk = drafts.sent()
    request = desk.request("B")
    drafts.read_heavy(request)
    both_have_looked = threading.Barrier(2)

    def unlocked(request_id: int) -> SignatureRequest:
        return SignatureRequest.objects.select_related("version__contract", "party").get(pk=request_id)

    def look_together(found: SignatureRequest) -> None:
        require_open(found)
        both_have_looked.wait(timeout=30)

    for module in (signing, delegating):
        monkeypatch.setattr(module, "locked_place", unlocked)
        monkeypatch.setattr(module, "require_open", look_together)
    outcomes = at_once(lambda: act(request), lambda: pass_on(request))
    assert not {"contracts.link_used", "contracts.link_passed_on"} & set(outcomes)
