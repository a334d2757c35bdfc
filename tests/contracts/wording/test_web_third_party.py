"""The pages around a third party: choosing it, an order of signing, and what the third party itself may read."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts.domain.signature.signing_links import mail_links, token_of
from contracts.domain.wording.commenting import comment_on
from contracts.models import Contract, SignatureRequest, SignerQuestion, ThirdParty
from foundation import jobs
from parties.domain.roles import Role
from parties.models import Party, User
from tests import factories
from tests.contracts import drafts, engagements
from tests.contracts.drafts import Desk
from tests.contracts.signature.test_web_signing import browser, link_of, prove

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = browser()
    client.force_login(user)
    return client


def test_the_drafter_chooses_the_third_party_and_lets_it_go_again() -> None:
    desk = drafts.ready_draft()
    party, client = engagements.third_party(desk), signed_in(desk.manager)
    address = reverse("contracts:third-party", args=[desk.contract.pk])
    assert "Nobody is engaged in this draft" in client.get(address).content.decode()
    typed = {"party": party.pk, "role": "auditor", "engaged_for": "审计", "fee": "100.01", "share_a": "50"}
    assert client.post(address, {**typed, "cap_percent": "11"}).status_code == 422
    assert client.post(address, {**typed, "cap_percent": "5"}).status_code == 302
    page = client.get(address).content.decode()
    for words in (party.name, "100.01", "50.01", "50.00", "30,000.00"):
        assert words in page, words
    stranger = signed_in(desk.owner)
    assert stranger.get(address).status_code == 403
    client.post(reverse("contracts:third-party-release", args=[desk.contract.pk]))
    assert not ThirdParty.objects.exists()


def test_the_sender_names_three_signers_and_an_order() -> None:
    desk = drafts.ready_draft()
    engagements.engaged(desk)
    client = signed_in(desk.manager)
    address = reverse("contracts:send", args=[desk.contract.pk])
    assert "Party B → Third party → Party A" in client.get(address).content.decode()
    typed = {"order": "B,third,A"}
    for side, signer in engagements.ALL.items():
        for name in ("name", "title", "email", "language", "authority", "authority_scope"):
            typed[f"{side.lower()}_{name}"] = getattr(signer, name)
        typed[f"{side.lower()}_authority_until"] = str(signer.authority_until or "")
    assert client.post(address, typed).status_code == 302
    turns = desk.version.signature_requests.values_list("side", "turn")
    assert set(turns) == {("B", 1), ("third", 2), ("A", 3)}


def out_for_signature() -> tuple[Desk, ThirdParty, Client]:
    desk = engagements.sent(at=factories.BEGUN)
    third = ThirdParty.objects.get(version=desk.version)
    return desk, third, signed_in(factories.person(third.party, Role.CONTRACT_OWNER))


def test_a_third_party_reads_what_it_signs_and_nothing_else_of_the_contract() -> None:
    desk, third, client = out_for_signature()
    comment_on(
        desk.contract.pk, "", "只给本方看", is_internal=True, by=factories.scope(desk.manager), at=timezone.now()
    )
    SignerQuestion.objects.create(request=desk.request("A"), text="甲方的疑问", asked_at=timezone.now())
    listed = client.get(reverse("contracts:list")).content.decode()
    engagement = reverse("contracts:engagement", args=[third.pk])
    assert engagement in listed
    page = client.get(engagement).content.decode()
    assert "评估客户投诉的处理结果" in page
    for private in ("只给本方看", "甲方的疑问", desk.request("A").signer_name, desk.request("B").signer_name):
        assert private not in page
    pdf = client.get(reverse("contracts:engagement-pdf", args=[third.pk]))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    contract = [desk.contract.pk]
    for name, args in (
        ("detail", contract),
        ("pdf", contract),
        ("version-pdf", [*contract, 1]),
        ("comments", contract),
        ("compare", contract),
        ("targets", contract),
        ("letter", [*contract, desk.request("B").pk]),
        ("draft", contract),
        ("send", contract),
    ):
        assert client.get(reverse(f"contracts:{name}", args=args)).status_code in {403, 404}, name
    assert set(Party.objects.within(factories.scope(desk.owner), verb="parties.see")) >= {third.party}


def test_an_engagement_is_not_there_for_strangers_nor_for_the_third_party_before_it_is_asked() -> None:
    desk = drafts.ready_draft()
    third = engagements.engaged(desk)
    engagement = reverse("contracts:engagement", args=[third.pk])
    for user, status in (
        (factories.person(third.party, Role.CONTRACT_OWNER), 404),
        (desk.owner, 404),
        (desk.manager, 200),
        (factories.person(factories.party(), Role.ADMINISTRATOR), 404),
    ):
        assert signed_in(user).get(engagement).status_code == status


def test_a_signer_asks_and_passes_on_from_the_page() -> None:
    desk, third, _ = out_for_signature()
    colleague = factories.person(third.party, Role.FINANCE)
    jobs.run_due(40)
    request = desk.request("third")
    client = browser()
    prove(client, request)
    client.post("/sign/question/", {"text": "谁付费？"})
    manager = signed_in(desk.manager)
    question = SignerQuestion.objects.get()
    detail = reverse("contracts:detail", args=[desk.contract.pk])
    assert "谁付费？" in manager.get(detail).content.decode()
    manager.post(reverse("contracts:answer", args=[desk.contract.pk, question.pk]), {"text": "双方分担。"})
    assert "双方分担。" in client.get("/sign/question/").content.decode()
    letter = BytesIO(b"%PDF-1.7 letter")
    letter.name = "letter.pdf"
    typed = {
        "name": "甄代签",
        "title": "所长助理",
        "email": colleague.email,
        "language": "zh-hans",
        "authority_scope": "签署本合同",
        "authority_until": str(timezone.localdate()),
    }
    assert client.post("/sign/delegate/", typed).status_code == 422
    done = client.post("/sign/delegate/", {**typed, "letter": letter}).content.decode()
    assert "甄代签 signs for" in done
    assert client.get("/sign/").status_code == 403
    assert browser().get(link_of(request)).status_code == 410
    assert SignatureRequest.objects.filter(side="third").count() == 2
    page = manager.get(detail).content.decode()
    placed = desk.request("third")
    assert reverse("contracts:letter", args=[desk.contract.pk, placed.pk]) in page
    kept = signed_in(desk.owner).get(reverse("contracts:letter", args=[desk.contract.pk, placed.pk]))
    assert b"".join(kept.streaming_content) == b"%PDF-1.7 letter"  # type: ignore[attr-defined]
    assert Contract.objects.get(pk=desk.contract.pk).is_out_for_signature


def test_a_copied_link_out_of_turn_says_whose_turn_it_is() -> None:
    desk = engagements.sent(order=["B", "A", "third"], at=factories.BEGUN)
    mail_links([desk.request("A")], at=timezone.now())
    link = desk.request("A").links.get()
    answer = browser().get(reverse("contracts:sign-link", args=[token_of(link)]))
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Not your turn yet" in page
    assert desk.request("B").signer_name in page
