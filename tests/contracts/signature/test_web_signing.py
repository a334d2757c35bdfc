import base64
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw

from contracts.domain.signature.sending import withdraw
from contracts.domain.wording.files import latest_revision
from contracts.models import Contract, HeavyReading, SealedFile, SignatureRequest, SigningLink
from foundation import jobs
from tests import factories
from tests.contracts import drafts
from tests.contracts.drafts import Desk

pytestmark = pytest.mark.django_db


def browser(**options: bool) -> Client:
    client = Client(**options)  # type: ignore[arg-type]
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def desk() -> Desk:
    """A contract sent just now: the pages go by the real clock."""
    desk = drafts.ready_draft()
    desk.send(factories.BEGUN)
    jobs.run_due(20)
    return desk


def link_of(request: SignatureRequest) -> str:
    newest = [m for m in mail.outbox if m.to == [request.signer_email] and "/sign/" in m.body][-1]
    return "/sign/" + str(newest.body).partition("/sign/")[2].partition("/")[0] + "/"


def code_of(request: SignatureRequest) -> str:
    jobs.run_due(20)
    newest = [m for m in mail.outbox if m.to == [request.signer_email] and "/sign/" not in m.body][-1]
    [digits] = re.findall(r"^\s+(\d{6})$", str(newest.body), re.MULTILINE)
    assert digits not in newest.subject
    return str(digits)


def prove(client: Client, request: SignatureRequest) -> None:
    link = link_of(request)
    assert client.post(link).headers["Location"] == f"{link}code/"
    answer = client.post(f"{link}code/", {"code": code_of(request)})
    assert answer.headers["Location"] == "/sign/"


def read_all(client: Client) -> int:
    """Tick the heavy clauses one after the other; how many pages that took."""
    for count in range(30):
        page = client.get("/sign/clauses/")
        if page.status_code == 302:
            return count
        clause = page.context["clause"].pk
        client.post("/sign/clauses/", {"read": clause})
    raise AssertionError("the clauses never end")


def sign(client: Client, request: SignatureRequest, **changes: object) -> object:
    typed = {"typed_name": request.signer_name, "drawing": "", "seal": "drawn", "agreed": "on", **changes}
    return client.post("/sign/act/", typed)


def png() -> bytes:
    picture = Image.new("RGB", (120, 120), "white")
    ImageDraw.Draw(picture).line((10, 100, 60, 20, 110, 100), fill="black", width=6)
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


def test_both_parties_sign_through_their_links_and_the_contract_is_effective(desk: Desk) -> None:
    first, second = desk.request("A"), desk.request("B")
    client = browser()
    prove(client, first)
    page = client.get("/sign/").content.decode()
    assert "Starts the clock for verifying" in page
    assert '<mark class="enc-term" data-term="verify_within">24 hours</mark>' in page
    assert read_all(client) == HeavyReading.objects.count() >= 3
    seal = SimpleUploadedFile("seal.png", png(), "image/png")
    drawing = "data:image/png;base64," + base64.b64encode(png()).decode()
    sign(client, first, drawing=drawing, seal="uploaded", seal_picture=seal)
    done = client.get("/sign/").content.decode()
    assert "Not everyone has signed yet" in done
    sign(client, first)
    assert SealedFile.objects.count() == 2

    client = browser()
    prove(client, second)
    read_all(client)
    sign(client, second)
    assert "The contract is effective" in client.get("/sign/").content.decode()
    assert Contract.objects.get(pk=desk.contract.pk).is_effective
    content = b"".join(client.get("/sign/contract.pdf").streaming_content)  # type: ignore[attr-defined]
    assert content == latest_revision(desk.version).file.read()
    _verify_page_reads_it(content, desk)
    _link_after_use_offers_the_file(desk)


def _verify_page_reads_it(content: bytes, desk: Desk) -> None:
    address = reverse("contracts:verify")
    page = browser().post(address, {"file": SimpleUploadedFile("c.pdf", content)}).content.decode()
    for words in ("Valid: signed by all parties", desk.client.name, desk.provider.name, "RMB 600,000.00", "24 hours"):
        assert words in page
    changed = browser().post(address, {"file": SimpleUploadedFile("c.pdf", content + b"\n%%EOF more")})
    assert "Changed after signing" in changed.content.decode()


def _link_after_use_offers_the_file(desk: Desk) -> None:
    client, request = browser(), desk.request("A")
    page = client.get(link_of(request)).content.decode()
    assert "You have signed and sealed already" in page
    assert client.get("/sign/contract.pdf").status_code == 403
    prove(client, request)
    content = b"".join(client.get("/sign/contract.pdf").streaming_content)  # type: ignore[attr-defined]
    assert content == latest_revision(desk.version).file.read()
    assert client.get("/sign/act/").headers["Location"] == "/sign/"


def test_nothing_of_the_content_shows_before_the_mailbox_is_proven(desk: Desk) -> None:
    client, request = browser(), desk.request("A")
    answer = client.get(link_of(request))
    page = answer.content.decode()
    assert desk.contract.title in page
    assert latest_revision(desk.version).file.sha256 in page
    assert "600,000" not in page
    assert (answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == ("same-origin", "private, no-store")
    for name in ("sign", "sign-heavy", "sign-act", "sign-pdf", "sign-seal", "sign-decline"):
        assert client.get(reverse(f"contracts:{name}")).status_code == 403


def test_unknown_expired_and_withdrawn_links_say_so(desk: Desk) -> None:
    client, link = browser(), link_of(desk.request("A"))
    assert client.get("/sign/nobodys-token/").status_code == 404
    SigningLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    expired = client.get(link)
    assert (expired.status_code, "This link has expired" in expired.content.decode()) == (410, True)
    SigningLink.objects.update(expires_at=timezone.now() + timedelta(days=1))
    prove(client, desk.request("A"))
    withdraw(desk.contract.pk, by=desk.drafter, at=timezone.now())
    for address in (link, "/sign/", "/sign/contract.pdf"):
        answer = client.get(address)
        assert (answer.status_code, "withdrawn or declined" in answer.content.decode()) == (410, True)


def test_a_wrong_code_says_how_many_tries_are_left(desk: Desk) -> None:
    client, request = browser(), desk.request("A")
    link = link_of(request)
    client.post(link)
    wrong = f"{(int(code_of(request)) + 1) % 1_000_000:06d}"
    answer = client.post(f"{link}code/", {"code": wrong})
    assert answer.status_code == 422
    assert "Tries left: 4." in answer.content.decode()
    assert client.post(f"{link}code/", {"code": ""}).status_code == 422
    for _each in range(2):
        client.post(link)
    refused = client.post(link)
    assert "Too many codes were asked for" in refused.content.decode()


def test_the_session_is_new_after_the_code_and_ends_after_half_an_hour(desk: Desk) -> None:
    client, request = browser(), desk.request("A")
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key
    prove(client, request)
    assert client.session.session_key != before
    session = client.session
    session["signing"] = {**session["signing"], "until": timezone.now().isoformat()}
    session.save()
    assert client.get("/sign/").status_code == 403


def test_the_session_opens_one_signature_only(desk: Desk) -> None:
    client = browser()
    prove(client, desk.request("A"))
    assert desk.client.name in client.get("/sign/").content.decode().partition("<main")[2]
    prove(client, desk.request("B"))
    read_all(client)
    sign(client, desk.request("B"))
    assert (desk.request("A").is_signed, desk.request("B").is_signed) == (False, True)


def test_what_is_refused_keeps_the_form_and_says_why(desk: Desk) -> None:
    client, request = browser(), desk.request("A")
    prove(client, request)
    assert client.get("/sign/act/").headers["Location"] == "/sign/clauses/"
    skipped = client.post("/sign/clauses/", {})
    assert (skipped.status_code, "Tick that you have read" in skipped.content.decode()) == (422, True)
    assert client.post("/sign/clauses/", {"read": "999999999"}).status_code == 404
    read_all(client)
    big = SimpleUploadedFile("seal.png", b"x" * (6 * 1024 * 1024), "image/png")
    for changes, words in (
        ({"typed_name": "甄别人"}, "Type your name as it stands in the invitation"),
        ({"typed_name": ""}, "Type your name."),
        ({"agreed": ""}, "required"),
        ({"seal": ""}, "Choose the seal: signing alone is not enough."),
        ({"seal": "uploaded"}, "Choose the picture of your seal."),
        ({"seal": "uploaded", "seal_picture": big}, "at most 5 MB"),
        ({"seal": "uploaded", "seal_picture": SimpleUploadedFile("s.png", b"%PDF-1.7")}, "PNG or JPEG"),
        ({"drawing": "data:image/png;base64,@@"}, "did not arrive whole"),
    ):
        answer = sign(client, request, **changes)
        assert answer.status_code == 422, changes  # type: ignore[attr-defined]
        assert words in answer.content.decode(), changes  # type: ignore[attr-defined]
    assert SealedFile.objects.count() == 1


def test_declining_asks_for_the_reason_and_ends_the_link(desk: Desk) -> None:
    client = browser()
    prove(client, desk.request("A"))
    assert client.post("/sign/decline/", {"reason": " "}).status_code == 422
    page = client.post("/sign/decline/", {"reason": "金额不对"}).content.decode()
    assert "You have declined to sign" in page
    assert client.get("/sign/").status_code == 410
    assert Contract.objects.get(pk=desk.contract.pk).is_draft


def test_public_forms_need_the_csrf_token_and_are_braked(desk: Desk) -> None:
    link = link_of(desk.request("A"))
    strict = browser(enforce_csrf_checks=True)
    for address in (link, f"{link}code/", "/verify/"):
        assert strict.post(address).status_code == 403
    client = browser()
    answers = [client.post(f"{link}code/", {"code": "0"}).status_code for _each in range(62)]
    assert answers.count(429) == 2
    verdicts = [client.post("/verify/").status_code for _each in range(31)]
    assert verdicts.count(429) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"hello", "This is not a PDF file."),
        (b"%PDF-1.7\nbroken", "The PDF is damaged or incomplete."),
        (b"%PDF-" + b"x" * (21 * 1024 * 1024), "at most 20 MB"),
    ],
)
def test_the_verify_page_answers_whatever_it_is_given(content: bytes, words: str) -> None:
    answer = browser().post(reverse("contracts:verify"), {"file": SimpleUploadedFile("x.pdf", content)})
    assert words in answer.content.decode()
