import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from pypdf import PdfReader

from contracts.documents.trust import installation_trust
from contracts.documents.verify import verify
from contracts.domain.duties.owning import chief_of
from contracts.domain.liability.breaches import contest_breach
from contracts.domain.signature.signing import decline
from contracts.domain.signature.signing_links import request_behind, signer_scope, token_of
from contracts.domain.wording.files import latest_revision
from contracts.models import Breach, Contract, Obligation, Schedule, SignatureRequest, SigningLink
from deadlines.domain.sweep import sweep_all
from foundation.refusals import Refused
from foundation.tokens import hash_token
from parties.domain.roles import Role
from parties.models import Message
from tests import factories
from tests.contracts import drafts, engagements, lives
from tests.contracts.drafts import AT, act

pytestmark = pytest.mark.django_db
ORDER = ["third", "B", "A"]


def test_it_is_effective_only_after_the_third_one_has_signed_too() -> None:
    desk = engagements.sent()
    for side in "AB":
        drafts.sign(desk.request(side))
    assert Contract.objects.get(pk=desk.contract.pk).is_out_for_signature
    drafts.sign(desk.request("third"))
    assert Contract.objects.get(pk=desk.contract.pk).is_effective
    pdf = latest_revision(desk.version).file.read()
    verdict = verify(pdf, installation_trust(), at=AT)
    third = desk.version.third_party.party
    assert verdict.judgement == "valid"
    assert [report.party for report in verdict.signatures[1:]] == [desk.client.name, desk.provider.name, third.name]
    _terms_and_pages_name_it(pdf, third.name)
    told = Message.objects.filter(kind="contracts.signed").order_by("pk").values_list("params__party", flat=True)
    assert set(told) == {desk.client.pk, desk.provider.pk}


def _terms_and_pages_name_it(pdf: bytes, name: str) -> None:
    reader = PdfReader(BytesIO(pdf))
    embedded = json.loads(reader.attachments["terms.json"][0])["parties"][2]
    assert (embedded["key"], embedded["name"], embedded["engagement"]["role"]) == ("third", name, "assessor")
    cover = "".join(reader.pages[0].extract_text().split())
    assert name in cover
    assert "评估方" in cover


def links_of(request: SignatureRequest) -> list[str]:
    return [token_of(link) for link in request.links.order_by("pk")]


def test_in_an_order_each_is_mailed_when_its_turn_comes() -> None:
    desk = engagements.sent(order=ORDER)
    assert {side: len(links_of(desk.request(side))) for side in ORDER} == {"third": 1, "B": 0, "A": 0}
    drafts.sign(desk.request("third"))
    assert {side: len(links_of(desk.request(side))) for side in ORDER} == {"third": 1, "B": 1, "A": 0}
    drafts.sign(desk.request("B"))
    drafts.sign(desk.request("A"))
    assert Contract.objects.get(pk=desk.contract.pk).is_effective


def test_out_of_turn_nothing_can_be_done_whatever_the_link() -> None:
    desk = engagements.sent(order=ORDER)
    late, first = desk.request("A"), desk.request("third")
    copied = SigningLink(request=late, created_at=AT, expires_at=AT + timedelta(days=1))
    copied.token_hash = hash_token(token_of(copied))
    copied.save()
    by = signer_scope(late, source="test")
    for attempt in (
        lambda: request_behind(token_of(copied), at=AT),
        lambda: act(late),
        lambda: drafts.read_heavy(late),
        lambda: decline(late.pk, reason="?", by=by, at=AT),
    ):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.code == "contracts.not_your_turn"
        assert refusal.value.params == {"party": first.party_name, "name": first.signer_name}
    update = "UPDATE contracts_signaturerequest SET state = 'signed', signed_at = now() WHERE id = %s"
    with pytest.raises(DatabaseError, match="is not in turn"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(update, [late.pk])


@pytest.mark.parametrize("order", [["A", "B"], ["A", "B", "B"], ["A", "B", "C"]])
def test_an_order_has_every_signer_once(order: list[str]) -> None:
    with pytest.raises(Refused) as refusal:
        engagements.sent(order=order)
    assert refusal.value.code == "contracts.order_incomplete"


def test_what_the_third_party_owes_is_owed_by_it_to_both_and_answered_for_by_its_people() -> None:
    desk = drafts.draft(form_id="ktv-1")
    desk.fill(third_party_report_interval="3", third_party_cap="10%", contract_amount="600000")
    third = engagements.engaged(desk).party
    person = factories.person(third, Role.CONTRACT_OWNER)
    contract = lives.begin(desk.contract, by=desk.drafter)
    reports = Obligation.objects.filter(contract=contract, deadline__kind="contracts.third_party_report")
    assert set(reports.values_list("debtor", "creditor", "deadline__owner")) == {
        (third.pk, desk.client.pk, person.pk),
        (third.pk, desk.provider.pk, person.pk),
    }
    assert Schedule.objects.get(contract=contract, series="third_party_report").starts_at == AT
    person.memberships.all().delete()
    assert chief_of(contract, third.pk) == desk.manager.pk


def test_what_the_third_party_misses_is_told_to_its_own_people_too() -> None:
    desk = drafts.draft(form_id="ktv-1")
    desk.fill(third_party_report_interval="3", third_party_cap="10%", contract_amount="600000")
    third = engagements.engaged(desk).party
    person = factories.person(third, Role.CONTRACT_OWNER)
    contract = lives.begin(desk.contract, by=desk.drafter)
    reports = Obligation.objects.filter(contract=contract, deadline__kind="contracts.third_party_report")
    first = reports.order_by("deadline__due_at").values_list("deadline__due_at", flat=True)[0]
    sweep_all(first + timedelta(minutes=1))
    missed = Breach.objects.filter(contract=contract, at_fault=third)
    assert set(missed.values_list("injured", flat=True)) == {desk.client.pk, desk.provider.pk}
    told = Message.objects.filter(kind="contracts.breaches_proposed")
    assert set(told.values_list("user", flat=True)) == {desk.manager.pk, contract.contract_owner_id, person.pk}
    breach = missed.filter(injured=desk.client).get()
    contest_breach(breach.pk, text="报告已寄出", by=factories.scope(person), at=first + timedelta(days=1))
    assert chief_of(contract, desk.client.pk) in set(
        Message.objects.filter(kind="contracts.breach_answered").values_list("user", flat=True)
    )
