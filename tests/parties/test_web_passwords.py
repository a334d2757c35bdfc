import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation

from foundation import jobs
from foundation.models import AuditEntry, Job
from parties.domain.roles import Role
from parties.models import User
from parties.web import passwords
from tests import factories

pytestmark = pytest.mark.django_db
NEW = "a-long-new-one-7"


@pytest.fixture(autouse=True)
def no_tries_yet() -> None:
    cache.clear()


@pytest.fixture
def user() -> User:
    return factories.person(factories.party(), Role.FLOOR, language="en")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def ask(email: str, client: Client | None = None) -> tuple[int, str]:
    answer = (client or Client()).post(reverse("password-forgotten"), {"email": email})
    jobs.run_due()
    return answer.status_code, answer.headers.get("Location", "")


def mailed_path() -> str:
    found = re.search(r"https?://[^/]+(/password/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def opened(client: Client, path: str) -> str:
    """The address of the form, which no longer holds the secret."""
    answer = client.get(path)
    assert answer.status_code == 302
    return answer.headers["Location"]


def works(user: User, password: str) -> bool:
    return User.objects.get(pk=user.pk).check_password(password)


def typed(new: str = NEW, **more: str) -> dict[str, str]:
    return {"new_password1": new, "new_password2": new, **more}


def test_the_own_password_is_changed_and_other_browsers_are_signed_out(user: User) -> None:
    here, elsewhere = signed_in(user), signed_in(user)
    page = here.get(reverse("account")).content.decode()
    assert reverse("password-change") in page
    help_shown = here.get(reverse("password-change")).content.decode()
    assert "At least 8 characters. Not a common password" in help_shown
    answer = here.post(reverse("password-change"), typed(old_password="password"))
    assert answer.headers["Location"] == reverse("account")
    assert works(user, NEW)
    assert here.get(reverse("account")).status_code == 200
    assert elsewhere.get(reverse("account")).status_code == 302


def test_without_the_old_password_or_with_a_weak_new_one_nothing_changes(user: User) -> None:
    client = signed_in(user)
    for said in (typed(old_password="wrong"), typed("12345", old_password="password")):
        assert client.post(reverse("password-change"), said).status_code == 422
    assert works(user, "password")


def test_old_passwords_cannot_be_guessed_for_long(user: User) -> None:
    client = signed_in(user)
    guess = typed(old_password="wrong")
    said = [client.post(reverse("password-change"), guess).status_code for _ in range(passwords.GUESSED + 1)]
    assert (set(said[:-1]), said[-1]) == ({422}, 429)
    assert client.post(reverse("password-change"), typed(old_password="password")).status_code == 429
    assert works(user, "password")


def test_a_forgotten_password_is_replaced_by_the_mailed_link_once(user: User) -> None:
    elsewhere, client = signed_in(user), Client()
    assert reverse("password-forgotten") in client.get(reverse("login")).content.decode()
    ask(user.email.upper(), client)
    link = mailed_path()
    form = opened(client, link)
    assert link.rstrip("/").split("/")[-1] not in form
    assert client.post(form, typed("12345")).status_code == 422
    assert client.post(form, typed()).headers["Location"] == reverse("login")
    assert works(user, NEW)
    assert elsewhere.get(reverse("account")).status_code == 302
    assert Client().get(link).status_code == 410
    assert client.get(form).status_code == 410


def test_the_answer_does_not_tell_whether_the_mailbox_is_known(user: User) -> None:
    closed = factories.person(factories.party(), Role.FLOOR)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    answers = {ask(email) for email in (user.email, closed.email, "nobody@example.com")}
    assert answers == {(302, reverse("password-sent"))}
    assert [sent.to for sent in mail.outbox] == [[user.email]]
    assert Client().get(reverse("password-sent")).status_code == 200


def test_a_person_added_without_a_password_gets_in() -> None:
    added = User.objects.create_user("added@example.com", name="甄新", language="en")
    client = Client()
    ask(added.email, client)
    client.post(opened(client, mailed_path()), typed())
    client.post(reverse("login"), {"username": added.email, "password": NEW})
    assert client.get(reverse("account")).status_code == 200


@pytest.mark.parametrize(
    ("language", "subject", "greeting"),
    [("en", "Set your password for Encore", "Dear 甄"), ("zh-hans", "设置 Encore 密码", "甄")],
)
def test_the_mail_is_in_the_persons_language(language: str, subject: str, greeting: str) -> None:
    person = factories.person(factories.party(), Role.FLOOR, language=language)
    with translation.override("en" if language != "en" else "zh-hans"):
        ask(person.email)
    (sent,) = mail.outbox
    assert sent.subject == subject
    assert sent.body.startswith(greeting)
    assert person.name in sent.body
    assert "3" in sent.body


def test_one_mailbox_is_not_flooded_and_one_address_soon_waits(user: User) -> None:
    for _ in range(passwords.MAILED + 2):
        assert ask(user.email) == (302, reverse("password-sent"))
    assert len(mail.outbox) == passwords.MAILED
    said = [ask(f"nobody{number}@example.com")[0] for number in range(passwords.ASKED)]
    assert said[-1] == 429


def test_neither_jobs_nor_the_audit_keep_secrets(user: User) -> None:
    client = Client()
    ask(user.email, client)
    link = mailed_path()
    client.post(opened(client, link), typed())
    secret = link.rstrip("/").split("/")[-1]
    kept = f"{list(Job.objects.values_list('payload', 'key'))} {list(AuditEntry.objects.values())}"
    assert secret not in kept
    assert User.objects.get(pk=user.pk).password not in kept


def test_what_is_no_address_is_refused(user: User) -> None:
    assert ask("no address")[0] == 422
    assert Client().get(reverse("password-choose", args=["x", "y-z"])).status_code == 410
