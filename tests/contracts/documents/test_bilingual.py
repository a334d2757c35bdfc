"""A contract printed in two languages: the Chinese binds, the English stands beneath it to be read."""

import json
import re
from dataclasses import replace
from functools import cache

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from contracts.documents.contract import contract_html, render_contract
from contracts.documents.snapshot import (
    AmendmentSnapshot,
    AnnexSnapshot,
    BreachSnapshot,
    ClauseSnapshot,
    ContractSnapshot,
    GlossarySnapshot,
    TermChangeSnapshot,
)
from contracts.documents.terms_file import terms_json
from contracts.domain.signature.sending import send_for_signing, withdraw
from contracts.domain.texts.rendering import Segment
from contracts.domain.wording.snapshots import snapshot_of
from contracts.models import ContractVersion
from parties.models import User
from tests.contracts import drafts
from tests.contracts.sealed_pdfs import page_texts
from tests.contracts.snapshots import AT, snapshot

ZH = (
    ClauseSnapshot("1", "article", "总则"),
    ClauseSnapshot("1.1", "section", "目的", (Segment("text", "双方应当：\n（一）合作；\n（二）守信。"),)),
    ClauseSnapshot("1.2", "section", "只有中文", (Segment("text", "双方后加的条款。"),)),
)
EN = (
    ClauseSnapshot("1", "article", "General"),
    ClauseSnapshot("1.1", "section", "Purpose", (Segment("text", "The parties must:\n(a) cooperate;\n(b) be true."),)),
    ClauseSnapshot("1.2", "section", "只有中文", (Segment("text", "双方后加的条款。"),)),
)


@cache
def bilingual() -> ContractSnapshot:
    binding = snapshot(
        clauses=ZH,
        annexes=(AnnexSnapshot("plan", "培训计划"),),
        breaches=(BreachSnapshot("培训迟延", "either", "1.1"),),
        glossary=(GlossarySnapshot("门店", "是指营业场所。"),),
    )
    reading = replace(
        binding,
        language="en",
        clauses=EN,
        annexes=(AnnexSnapshot("plan", "Training Plan"),),
        breaches=(BreachSnapshot("Training is late", "either", "1.1"),),
        glossary=(GlossarySnapshot("Venue", "means a place of business."),),
    )
    return replace(binding, reading=reading)


@cache
def text() -> str:
    return re.sub(r"[ \n]+", " ", "\n".join(page_texts(render_contract(bilingual()).pdf)))


def browser_of(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def signers_typed() -> dict[str, str]:
    names = ("name", "title", "email", "language", "authority", "authority_scope", "authority_until")
    return {
        f"{side.lower()}_{name}": str(getattr(signer, name) or "")
        for side, signer in drafts.SIGNERS.items()
        for name in names
    }


def test_each_clause_is_followed_by_its_english() -> None:
    for words in (
        "第一条 总则 Article 1 General",
        "1.1 目的 Purpose 双方应当： （一）合作； （二）守信。 The parties must: (a) cooperate; (b) be true.",
        "培训迟延 任一方 Training is late Either party",
        "附件一 培训计划 Training Plan",
        "是指营业场所。 means a place of business.",
        "签字盖章页 Signature page",
    ):
        assert words in text(), words


def test_what_was_never_translated_is_not_repeated() -> None:
    assert text().count("双方后加的条款。") == 1
    assert text().count("只有中文") == 1


def test_the_cover_says_which_language_binds() -> None:
    cover = re.sub(r"\s+", "", page_texts(render_contract(bilingual()).pdf)[0])
    assert "本合同以中文文本为准" in cover
    assert "TheChinesetextofthiscontractisbinding" in cover
    assert "为准" not in page_texts(render_contract(replace(bilingual(), reading=None)).pdf)[0]


def test_every_english_piece_is_marked_as_such_and_escaped() -> None:
    hostile = replace(EN[1], segments=(Segment("text", "<b>&"),))
    reading = replace(bilingual(), language="en", reading=None, clauses=(EN[0], hostile, EN[2]))
    html = contract_html(replace(bilingual(), reading=reading), "0" * 64)

    assert "&lt;b&gt;&amp;" in html
    assert "<b>&" not in html
    assert html.count('class="reading" lang="en"') > 20
    assert html.count('lang="en"') == html.count('class="reading" lang="en"')


def test_an_amendment_shows_its_changes_in_both_languages() -> None:
    zh = AmendmentSnapshot(2, (TermChangeSnapshot("核实时限", "3.2", "24小时", "12小时"),), ())
    en = AmendmentSnapshot(2, (TermChangeSnapshot("Time to verify", "3.2", "24 hours", "12 hours"),), ())
    reading = replace(bilingual(), language="en", clauses=EN, reading=None, amendment=en)
    html = contract_html(replace(bilingual(), amendment=zh, reading=reading), "0" * 64)

    assert html.count('class="changes"') == 2
    assert html.count('id="changes"') == 1
    assert html.index("12小时") < html.index("12 hours")
    assert "Supplementary Agreement No. 2" in html


def test_terms_file_names_the_language_to_read_in() -> None:
    both, alone = (json.loads(terms_json(each)) for each in (bilingual(), replace(bilingual(), reading=None)))
    assert (both["contract"]["language"], both["contract"]["reading_language"]) == ("zh-hans", "en")
    assert "reading_language" not in alone["contract"]
    assert both["terms"] == alone["terms"]


@pytest.mark.django_db
def test_a_contract_has_its_whole_english_text_to_read() -> None:
    version = drafts.ready_draft().version
    both, alone = snapshot_of(version, at=AT, reading="en"), snapshot_of(version, at=AT)

    assert both.reading is not None
    assert alone.reading is None
    assert replace(both, reading=None) == alone
    assert [clause.number for clause in both.reading.clauses] == [clause.number for clause in alone.clauses]
    assert [term.value for term in both.reading.terms] == [term.value for term in alone.terms]
    assert not any(re.search(r"[\u4e00-\u9fff]", clause.heading) for clause in both.reading.clauses)


@pytest.mark.django_db
def test_the_choice_is_made_at_sending_kept_and_offered_again() -> None:
    desk = drafts.ready_draft()
    client, address = browser_of(desk.manager), reverse("contracts:send", args=[desk.contract.pk])
    assert _chosen(client, address) == ""

    client.post(address, signers_typed() | {"reading": "en"})
    assert (desk.version.is_out_for_signature, desk.version.reading_language) == (True, "en")

    withdraw(desk.contract.pk, by=desk.drafter, at=drafts.AT)
    assert (desk.version.number, desk.version.reading_language) == (2, "en")
    assert _chosen(client, address) == "en"


def _chosen(client: Client, address: str) -> str:
    """Which of the radio buttons is set."""
    buttons = re.findall(r'<input type="radio" name="reading"[^>]*>', client.get(address).content.decode())
    assert len(buttons) == 2
    set_one = next(each for each in buttons if "checked" in each)
    value: str = re.findall(r'value="([^"]*)"', set_one)[0]
    return value


@pytest.mark.django_db
def test_another_language_than_english_is_not_taken() -> None:
    desk = drafts.ready_draft()
    address = reverse("contracts:send", args=[desk.contract.pk])
    assert browser_of(desk.manager).post(address, signers_typed() | {"reading": "fr"}).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        ContractVersion.objects.filter(pk=desk.version.pk).update(reading_language="fr")


@pytest.mark.django_db
def test_nobody_changes_the_language_of_what_was_sent() -> None:
    desk = drafts.ready_draft()
    send_for_signing(desk.contract.pk, drafts.SIGNERS, by=desk.drafter, at=drafts.AT, reading="en")
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        ContractVersion.objects.filter(pk=desk.version.pk).update(reading_language="")
