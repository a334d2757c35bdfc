"""Which providers and mailboxes there are, as the settings name them, and what is found wrong at the start."""

from typing import Any

import pytest

from complaints.gateways.checks import gateways_and_mailboxes
from complaints.gateways.configured import Gateway, Mailbox, gateway_of, mailbox_of

SMS: dict[str, Any] = {"url": "https://gateway.example/send", "key": "secret", "numbers": {"10690001": 3}}
BOX: dict[str, Any] = {"address": "TS@ktv.example", "url": "imaps://user:password@imap.ktv.example/INBOX", "venue": 3}


def test_what_is_set_up_is_found_and_its_secrets_are_not_shown(settings: Any) -> None:
    settings.CUSTOMER_GATEWAYS, settings.COMPLAINT_MAILBOXES = {"sms": SMS}, [BOX]
    sms, box = gateway_of("sms"), mailbox_of(3)
    assert sms == Gateway("sms", "https://gateway.example/send", "secret", "", {"10690001": 3})
    assert box == Mailbox("ts@ktv.example", BOX["url"], 3)
    assert (gateway_of("wechat"), gateway_of("email"), mailbox_of(4)) == (None, None, None)
    assert "secret" not in repr(sms)
    assert "password" not in repr(box)
    assert gateways_and_mailboxes() == []


@pytest.mark.parametrize(
    "sms",
    [{**SMS, "url": "ftp://x"}, {**SMS, "key": ""}, {"url": "https://x"}, {**SMS, "numbers": {"1": "x"}}, "https://x"],
)
def test_a_provider_that_cannot_work_is_found_at_the_start(settings: Any, sms: Any) -> None:
    settings.CUSTOMER_GATEWAYS = {"sms": sms}
    [error] = gateways_and_mailboxes()
    assert error.id == "complaints.E001"
    assert "secret" not in str(error.msg)


@pytest.mark.parametrize("box", [{**BOX, "venue": "x"}, {"address": "a@b.example"}, "imaps://x"])
def test_a_mailbox_that_cannot_work_is_found_at_the_start(settings: Any, box: Any) -> None:
    settings.COMPLAINT_MAILBOXES = [box]
    [error] = gateways_and_mailboxes()
    assert "password" not in str(error.msg)
