import hashlib
from dataclasses import fields, replace
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from contracts.documents.trust import installation_trust
from contracts.documents.verify import verify
from contracts.domain.chiefs import chiefs_of
from contracts.domain.signature import sending
from contracts.domain.signature.sending import remind, send_for_signing, withdraw
from contracts.domain.signature.signers import Signer
from contracts.domain.signature.signing_links import request_behind
from contracts.domain.wording.drafting import change_frame
from contracts.domain.wording.files import latest_revision, prepare
from contracts.models import Contract, SealedFile, SigningLink
from foundation import jobs
from foundation.models import Job
from foundation.refusals import Refused
from parties.domain.registry import PartyDetails, change_party
from parties.domain.roles import Role
from parties.models import Message, Party
from tests import factories
from tests.contracts import drafts
from tests.contracts.drafts import AT, SIGNERS

pytestmark = pytest.mark.django_db


def mailed_link(side: str) -> str:
    """The token in the newest mail to a side's signer."""
    jobs.run_due(20)
    newest = [message for message in mail.outbox if message.to == [SIGNERS[side].email]][-1]
    return str(newest.body).partition("/sign/")[2].partition("/")[0]


def test_sending_prints_certifies_and_freezes() -> None:
    desk = drafts.ready_draft()
    contract = desk.send()
    assert contract.is_out_for_signature
    assert desk.version.frozen_at == AT
    sealed = SealedFile.objects.get()
    pdf = sealed.file.read()
    assert (sealed.revision, sealed.signature, sealed.file.sha256) == (0, None, hashlib.sha256(pdf).hexdigest())
    verdict = verify(pdf, installation_trust(), at=AT)
    assert {reason.code for reason in verdict.reasons} == {"incomplete"}
    assert (verdict.contract_number, verdict.version) == (contract.number, 1)
    assert {term["name"]: term["value"] for term in verdict.terms} == {
        term.name: term.stored for term in desk.version.terms.all()
    }


def test_every_clause_knows_its_page_of_the_pdf() -> None:
    desk = drafts.sent()
    pages = [clause.page or 0 for clause in desk.version.clauses.order_by("position")]
    assert pages[0] > 0
    assert pages == sorted(pages)


def test_each_signer_gets_one_mail_in_their_own_language() -> None:
    drafts.sent()
    jobs.run_due(20)
    jobs.run_due(20)
    to_signers = {message.to[0]: message for message in mail.outbox if "signer" in message.to[0]}
    assert len([message for message in mail.outbox if "signer" in message.to[0]]) == 2
    assert to_signers["b.signer@example.com"].subject.startswith("Please sign and seal: ")
    assert {f.request.side for f in SigningLink.objects.select_related("request")} == {"A", "B"}


def test_the_mailed_token_opens_the_signature_and_only_its_hash_is_stored() -> None:
    desk = drafts.sent()
    token = mailed_link("A")
    assert request_behind(token, at=AT) == desk.request("A")
    assert SigningLink.objects.get(request__side="A").token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert not any(token in str(job.payload) for job in Job.objects.all())


def test_an_unknown_and_an_expired_link_are_refused() -> None:
    drafts.sent()
    token = mailed_link("A")
    for wrong, at, code in (
        (token[:-1], AT, "contracts.link_unknown"),
        ("\udcff", AT, "contracts.link_unknown"),
        (token, AT + timedelta(days=14), "contracts.link_expired"),
    ):
        with pytest.raises(Refused) as refusal:
            request_behind(wrong, at=at)
        assert refusal.value.code == code


def test_a_draft_with_an_empty_blank_is_not_sent_and_says_which() -> None:
    desk = drafts.ready_draft()
    desk.fill(contract_amount="")
    with pytest.raises(Refused) as refusal:
        desk.send()
    assert (refusal.value.code, refusal.value.field) == ("contracts.blank_missing", "contract_amount")
    assert SealedFile.objects.count() == 0


@pytest.mark.parametrize(
    ("signers", "code", "field"),
    [
        ({"A": SIGNERS["A"]}, "contracts.signer_missing", "b_name"),
        (SIGNERS | {"B": replace(SIGNERS["B"], email="A.Signer@example.com")}, "contracts.signers_alike", "b_email"),
        (SIGNERS | {"B": replace(SIGNERS["B"], email="nobody")}, "contracts.signer_missing", "b_email"),
        (SIGNERS | {"A": replace(SIGNERS["A"], title=" ")}, "contracts.signer_missing", "a_title"),
        (SIGNERS | {"A": replace(SIGNERS["A"], name="x" * 81)}, "foundation.too_long", "a_name"),
    ],
)
def test_signers_must_be_named_and_have_mailboxes_of_their_own(
    signers: dict[str, Signer], code: str, field: str
) -> None:
    desk = drafts.ready_draft()
    with pytest.raises(Refused) as refusal:
        send_for_signing(desk.contract.pk, signers, by=desk.drafter, at=AT)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_a_change_while_printing_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = drafts.ready_draft()
    print_it = prepare

    def print_slowly(*args: object, **kwargs: object) -> object:
        Party.objects.filter(pk=desk.client.pk).update(address="新地址2号")
        return print_it(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(sending, "prepare", print_slowly)
    with pytest.raises(Refused) as refusal:
        desk.send()
    assert refusal.value.code == "contracts.changed_meanwhile"
    assert desk.version.frozen_at is None


def test_only_the_providers_account_manager_sends_and_takes_back() -> None:
    desk = drafts.sent()
    for stranger in (desk.owner, factories.person(factories.party(), Role.ACCOUNT_MANAGER)):
        by = factories.scope(stranger)
        for verb in (withdraw, remind):
            with pytest.raises(Refused) as refusal:
                verb(desk.contract.pk, by=by, at=AT)
            assert refusal.value.code == "contracts.not_your_side"


def test_withdrawing_kills_the_links_and_makes_a_new_wording() -> None:
    desk = drafts.sent()
    token, old = mailed_link("A"), desk.version
    contract = withdraw(desk.contract.pk, by=desk.drafter, at=AT)
    assert contract.is_draft
    assert (desk.version.number, desk.version.frozen_at) == (2, None)
    assert {s.state for s in old.signature_requests.all()} == {"withdrawn"}
    with pytest.raises(Refused) as refusal:
        request_behind(token, at=AT)
    assert refusal.value.code == "contracts.link_withdrawn"
    for rows in ("clauses", "terms", "annexes", "breach_kinds"):
        assert getattr(desk.version, rows).count() == getattr(old, rows).count()
    assert {t.name: t.stored for t in desk.version.terms.all()} == {t.name: t.stored for t in old.terms.all()}
    assert not desk.version.clauses.exclude(page=None).exists()
    desk.send(AT + timedelta(hours=1))
    assert request_behind(mailed_link("A"), at=AT + timedelta(hours=1)) == desk.request("A")


def test_reminding_mails_a_fresh_link_and_not_twice_in_a_day() -> None:
    desk = drafts.sent()
    first = mailed_link("A")
    with pytest.raises(Refused) as refusal:
        remind(desk.contract.pk, by=desk.drafter, at=AT + timedelta(hours=23))
    assert refusal.value.code == "contracts.reminded_already"
    assert remind(desk.contract.pk, by=desk.drafter, at=AT + timedelta(hours=25)) == 2
    second = mailed_link("A")
    assert first != second
    assert request_behind(second, at=AT) == request_behind(first, at=AT)


def test_both_sides_see_the_contract_and_are_told_once_it_is_sent() -> None:
    desk = drafts.sent()
    assert Contract.objects.within(factories.scope(desk.owner), verb="contracts.see").count() == 1
    told = Message.objects.filter(kind="contracts.sent").values_list("user", flat=True)
    assert set(told) == {desk.manager.pk, desk.owner.pk}


def test_a_frozen_contract_is_neither_filled_nor_sent_again() -> None:
    desk = drafts.sent()
    with pytest.raises(Refused) as refusal:
        desk.fill(contract_amount="1")
    assert refusal.value.code == "contracts.frozen"
    with pytest.raises(Refused) as refusal:
        desk.send()
    assert refusal.value.code == "contracts.frozen"
    assert latest_revision(desk.version).revision == 0


def test_the_sender_cannot_have_the_clients_link_mailed_to_a_mailbox_of_its_own() -> None:
    desk = drafts.ready_draft()
    signers = SIGNERS | {"A": replace(SIGNERS["A"], email="somebody@provider.example")}
    with pytest.raises(Refused) as refusal:
        send_for_signing(desk.contract.pk, signers, by=desk.drafter, at=AT)
    assert (refusal.value.code, refusal.value.field) == ("contracts.signer_mailbox_unknown", "a_email")
    assert desk.contract.versions.get().frozen_at is None


def test_the_clients_contract_owner_may_be_the_one_who_gets_the_link() -> None:
    desk = drafts.ready_draft()
    signers = SIGNERS | {"A": replace(SIGNERS["A"], email=desk.owner.email)}
    send_for_signing(desk.contract.pk, signers, by=desk.drafter, at=AT)
    assert desk.request("A").signer_email == desk.owner.email


def test_what_a_provider_wrote_into_the_register_for_its_client_proves_nothing() -> None:
    desk = drafts.ready_draft()
    Party.objects.filter(pk=desk.client.pk).update(email_is_own=False)
    with pytest.raises(Refused) as refusal:
        desk.send()
    assert (refusal.value.code, refusal.value.field) == ("contracts.signer_mailbox_unknown", "a_email")
    details = PartyDetails(**{field.name: getattr(desk.client, field.name) for field in fields(PartyDetails)})
    administrator = factories.person(desk.client, Role.ADMINISTRATOR)
    change_party(desk.client.pk, details, by=factories.scope(administrator))
    assert desk.send().state == "out_for_signature"


def test_who_was_the_clients_owner_once_is_so_no_more() -> None:
    desk = drafts.ready_draft()
    former = factories.person(desk.client, Role.CONTRACT_OWNER)
    former.memberships.update(active_until="2025-12-31")
    signers = SIGNERS | {"A": replace(SIGNERS["A"], email=former.email)}
    with pytest.raises(Refused) as refusal:
        send_for_signing(desk.contract.pk, signers, by=desk.drafter, at=AT)
    assert refusal.value.code == "contracts.signer_mailbox_unknown"
    with pytest.raises(Refused) as refusal:
        change_frame(desk.contract.pk, title="合同", contract_owner=former, venues=[], by=desk.drafter)
    assert refusal.value.code == "contracts.owner_elsewhere"


def test_news_and_duties_go_to_whoever_has_the_job_now() -> None:
    desk = drafts.ready_draft()
    assert set(chiefs_of(desk.contract).values()) == {desk.owner.pk, desk.manager.pk}
    desk.owner.memberships.update(active_until="2025-12-31")
    assert chiefs_of(desk.contract)[desk.client.pk] == desk.owner.pk  # nobody else yet: never without a person
    heir = factories.person(desk.client, Role.CONTRACT_OWNER)
    assert set(chiefs_of(desk.contract).values()) == {heir.pk, desk.manager.pk}


def test_a_signer_is_reminded_by_the_same_link_before_it_expires_and_the_manager_told_after() -> None:
    desk = drafts.ready_draft()
    now = timezone.now()
    desk.send(now)
    first = mailed_link("A")
    drafts.sign(desk.request("B"), now)
    jobs.run_due(40, now + timedelta(days=11) - timedelta(minutes=1))
    assert len([m for m in mail.outbox if m.to == [SIGNERS["A"].email]]) == 1
    jobs.run_due(40, now + timedelta(days=11))
    [reminder] = [m for m in mail.outbox if m.to == [SIGNERS["A"].email]][1:]
    assert first in str(reminder.body)
    assert not Message.objects.filter(kind="contracts.link_expired").exists()
    jobs.run_due(40, now + timedelta(days=14))
    assert [told.user for told in Message.objects.filter(kind="contracts.link_expired")] == [desk.manager]


def test_a_newer_link_takes_the_reminder_of_the_older_ones_place() -> None:
    desk = drafts.ready_draft()
    now = timezone.now()
    desk.send(now)
    remind(desk.contract.pk, by=desk.drafter, at=now + timedelta(days=5))
    jobs.run_due(60, now + timedelta(days=11))
    assert len([m for m in mail.outbox if m.to == [SIGNERS["A"].email]]) == 2


def test_a_letter_of_authority_says_what_for_and_until_when() -> None:
    desk = drafts.ready_draft()
    for changes, code, field in (
        ({"authority_scope": " "}, "contracts.authority_incomplete", "b_authority_scope"),
        ({"authority_until": None}, "contracts.authority_incomplete", "b_authority_until"),
        ({"authority_until": AT.date() - timedelta(days=1)}, "contracts.authority_expired", "b_authority_until"),
    ):
        signers = SIGNERS | {"B": replace(SIGNERS["B"], **changes)}
        with pytest.raises(Refused) as refusal:
            send_for_signing(desk.contract.pk, signers, by=desk.drafter, at=AT)
        assert (refusal.value.code, refusal.value.field) == (code, field)
