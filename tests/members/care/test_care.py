"""From a rule to a message that went out once, to those who agreed to it, and not at night."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import DatabaseError, transaction
from django.test import Client

from foundation.audit import writing
from foundation.carrying import Away, Parcel, Turned
from foundation.models import AuditEntry, Job
from members.domain.care import carriers, sending
from members.domain.care.limits import Limits, set_limits
from members.domain.care.planning import plan_care, plan_rule
from members.domain.care.quiet import Quiet
from members.domain.care.rules import change_rule, retire_rule, switch_rule
from members.domain.care.sending import send_message, take_receipt
from members.domain.offers.codes import code_of
from members.domain.registry.consents import consents_of
from members.models import CareMessage, CareRule, CareRuleVersion, Voucher
from parties.domain.roles import Role
from parties.domain.scope import SYSTEM
from tests import factories
from tests.members.care.factories import GREETING, agree, friend, rule_of
from tests.members.factories import NOW, at_work, enrolled
from tests.members.offers.factories import FAIR, offer_of
from tests.members.refusing import refusing

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TOMORROW_AT_ELEVEN = "2026-11-21T03:00:00+00:00"


def planned(rule: CareRule) -> CareMessage:
    """The one message that the rule has planned."""
    return CareMessage.objects.get(rule=rule, state="planned")


def sent(message: CareMessage, *, after: timedelta = timedelta()) -> CareMessage:
    """What became of a message at its time, or so long after it."""
    send_message(message.key, at=message.send_at + after)
    message.refresh_from_db()
    return message


def test_a_birthday_is_planned_once_and_the_greeting_goes_out_once_with_a_way_out(client: Client) -> None:
    venue = factories.venue(factories.party())
    member, rule = friend(venue), rule_of(venue)
    assert [plan_care(at=NOW), plan_care(at=NOW + DAY)] == [1, 0]
    message = planned(rule)
    assert (message.occasion_date, message.channel) == (date(2026, 11, 22), "email")
    assert message.send_at.isoformat() == TOMORROW_AT_ELEVEN
    job = Job.objects.get(kind="members.care")
    assert (job.run_at, job.payload) == (message.send_at, {"key": message.key.hex})

    assert sent(message).state == "sent"
    assert send_message(message.key, at=message.send_at) is None
    (greeting,) = mail.outbox
    assert isinstance(greeting, EmailMessage)
    assert (greeting.subject, greeting.to) == (venue.name, ["zhang@example.com"])
    assert greeting.body.startswith(f"张三，{venue.name}祝您生日快乐！\n")
    assert greeting.extra_headers["Message-ID"] == f"<{message.key.hex}.care@encore>"

    found = re.search(r"/care/leave/[\w-]{43}/", str(greeting.body))
    assert found is not None
    assert client.get(found[0]).status_code == 200
    assert all(word.given for word in consents_of([member.pk])[member.pk].values())
    for _twice in range(2):
        assert client.post(found[0]).status_code == 200
    words = {key: word.given for key, word in consents_of([member.pk])[member.pk].items()}
    assert {key for key, given in words.items() if not given} >= {("email", "service"), ("email", "marketing")}
    assert words["sms", "service"]
    assert client.get("/care/leave/unknown/").status_code == 404
    kept = str([*AuditEntry.objects.values(), *Job.objects.values(), *CareMessage.objects.values("reason", "channel")])
    assert not [told for told in ("zhang@example.com", "张三", message.token_hash) if told in kept]


def test_who_may_not_be_written_to_is_planned_as_not_sent_with_the_reason() -> None:
    venue = factories.venue(factories.party())
    enrolled(venue, birthday=None)
    friend(venue)
    rule = rule_of(venue, channels=["sms", "email"])
    said_no, no_mail = friend(venue), friend(venue, email="")
    agree(said_no, venue, given=False)
    assert plan_rule(rule, at=NOW) == 3
    states = {each.member_id: (each.state, each.channel, each.reason) for each in CareMessage.objects.all()}
    assert states[said_no.pk] == ("skipped", "", "no_consent")
    assert states[no_mail.pk] == ("skipped", "", "not_set_up")  # a telephone number, but no provider of SMS
    assert Job.objects.filter(kind="members.care").count() == 1


def test_everything_is_asked_again_when_it_goes_out() -> None:
    venue = factories.venue(factories.party())
    rule = rule_of(venue)
    by = at_work(venue, Role.MARKETING)
    withdrew, switched, late = (friend(venue) for _each in range(3))
    plan_rule(rule, at=NOW)
    messages = {each.member_id: each for each in CareMessage.objects.all()}
    agree(withdrew, venue, given=False)
    assert sent(messages[withdrew.pk]).reason == "no_consent"
    switch_rule(rule.pk, on=False, by=by)
    assert sent(messages[switched.pk]).reason == "rule_off"
    switch_rule(rule.pk, on=True, by=by)
    assert sent(messages[late.pk], after=4 * DAY).reason == "too_late"
    assert not mail.outbox


def test_quiet_hours_put_off_and_a_member_is_not_written_to_too_often() -> None:
    venue = factories.venue(factories.party())
    by = at_work(venue, Role.MARKETING)
    member, first = friend(venue), rule_of(venue)
    plan_rule(first, at=NOW)
    message = planned(first)
    set_limits(Limits(Quiet(8, 20), 1, 30), party_id=venue.party_id, venue_id=venue.pk, by=by, at=NOW)
    assert (sent(message).state, message.send_at.isoformat()) == ("planned", "2026-11-21T12:00:00+00:00")
    assert Job.objects.filter(kind="members.care").count() == 2
    second = rule_of(venue, days_before=2, occasion="birthday")
    plan_rule(second, at=NOW)
    assert CareMessage.objects.get(rule=second, member=member).reason == "too_often"
    assert sent(message).state == "sent"


def test_a_carrier_that_is_away_is_asked_again_and_a_receipt_is_the_best_news(monkeypatch: pytest.MonkeyPatch) -> None:
    venue = factories.venue(factories.party())
    friend(venue)
    carried: list[Parcel] = []
    answers: list[Exception | None] = [Away("http_503"), Away("http_503"), None]

    def carry(parcel: Parcel) -> str:
        answer = answers.pop(0)
        if answer is not None:
            raise answer
        carried.append(parcel)
        return "7"

    monkeypatch.setitem(carriers._carriers, "sms", carriers.Carrier(carry, lambda: True))
    offer = offer_of(venue, **FAIR)
    rule = rule_of(
        venue, channels=["sms"], offer_id=offer.pk, texts={"zh-hans": "{name}，代金券{voucher}，{until}前有效"}
    )
    plan_rule(rule, at=NOW)
    message = planned(rule)
    for _twice in range(2):
        with pytest.raises(Away), transaction.atomic():
            send_message(message.key, at=message.send_at)
    assert not Voucher.objects.exists()
    assert sent(message).state == "sent"
    voucher = Voucher.objects.get()
    assert (message.voucher, voucher.nonce) == (voucher, message.nonce)
    (parcel,) = carried
    assert (parcel.key, parcel.to) == (str(message.key), "+8613800001234")
    assert parcel.text.startswith(f"张三，代金券{code_of(voucher)}，2026-11-30前有效\n")
    for status, state in (("failed", "failed"), ("delivered", "delivered"), ("failed", "delivered")):
        assert take_receipt(message.key, status, "", channel="sms", by=SYSTEM, at=NOW).state == state
    with pytest.raises(CareMessage.DoesNotExist):
        take_receipt(message.key, "delivered", "", channel="email", by=SYSTEM, at=NOW)


def test_what_is_turned_away_has_failed_and_takes_nothing_from_the_stock(monkeypatch: pytest.MonkeyPatch) -> None:
    venue = factories.venue(factories.party())
    offer = offer_of(venue, stock=1, **FAIR)
    rule = rule_of(venue, offer_id=offer.pk)
    for _each in range(3):
        friend(venue)
    plan_rule(rule, at=NOW)
    one, two, three = CareMessage.objects.order_by("pk")

    def turned(_mail: object) -> None:
        raise Turned("smtp_550")

    with monkeypatch.context() as broken:
        broken.setattr(sending, "mail_out", turned)
        assert (sent(one).state, one.reason) == ("failed", "smtp_550")
    assert not Voucher.objects.exists()
    assert (sent(two).state, sent(three).reason) == ("sent", "stock_gone")


def test_a_rule_is_checked_and_each_change_is_a_version() -> None:
    venue = factories.venue(factories.party())
    by, rule = at_work(venue, Role.MARKETING), rule_of(venue)
    wrong: list[tuple[dict[str, Any], str, str]] = [
        ({"occasion": "festival", "festival": "easter"}, "members.festival_unknown", "festival"),
        ({"occasion": "win_back"}, "members.silence_wrong", "silent_days"),
        ({"hour": 24}, "members.hour_wrong", "hour"),
        ({"days_before": 31}, "members.days_before_wrong", "days_before"),
        ({"channels": ["fax"]}, "members.channels_missing", "channels"),
        ({"texts": {"en": "Hello"}}, "foundation.required", "zh_hans"),
        ({"texts": {"zh-hans": "{voucher}"}}, "members.gap_unknown", "zh_hans"),
        ({"offer_id": offer_of(venue).pk}, "members.offer_not_automated", "offer"),
    ]
    for others, code, field in wrong:
        with refusing(code, field):
            rule_of(venue, **others)
    change_rule(rule.pk, "新问候", GREETING, by=by, at=NOW)
    assert list(rule.versions.values_list("number", flat=True)) == [2, 1]
    with refusing("parties.not_yours"):
        change_rule(rule.pk, "别人的", GREETING, by=at_work(factories.venue(factories.party())), at=NOW)
    retire_rule(rule.pk, by=by, at=NOW)
    with refusing("members.rule_retired"):
        switch_rule(rule.pk, on=True, by=by)
    friend(venue)
    assert plan_care(at=NOW) == 0


def test_festivals_and_anniversaries_have_their_members() -> None:
    venue = factories.venue(factories.party())
    friend(venue, joined_date=date(2024, 11, 21))
    friend(venue, joined_date=date(2026, 11, 1))
    yearly = rule_of(venue, occasion="anniversary", days_before=0, texts={"zh-hans": "相伴{years}年"})
    assert plan_rule(yearly, at=NOW) == 1
    message = planned(yearly)
    sent(message)
    assert mail.outbox[0].body.startswith("相伴2年\n")
    autumn = rule_of(venue, occasion="festival", festival="mid_autumn", days_before=3)
    assert [plan_rule(autumn, at=NOW), plan_rule(autumn, at=NOW.replace(month=9, day=22))] == [0, 2]


@pytest.mark.database
def test_the_database_keeps_what_was_planned_and_said() -> None:
    venue = factories.venue(factories.party())
    friend(venue)
    rule, other = rule_of(venue), rule_of(factories.venue(factories.party()))
    plan_rule(rule, at=NOW)
    message = planned(rule)
    fields = {
        "occasion_date": date(2026, 1, 1),
        "channel": "email",
        "send_at": NOW,
        "planned_at": NOW,
        "token_hash": "f",
    }

    def written(**changes: Any) -> object:
        return CareMessage.objects.create(
            **{
                "rule": rule,
                "version": message.version,
                "member": message.member,
                "key": UUID(int=1),
                **fields,
                **changes,
            }
        )

    rows, version = CareMessage.objects.filter(pk=message.pk), CareRuleVersion.objects.filter(pk=message.version_id)
    tries: list[Callable[[], object]] = [
        lambda: written(rule=other),
        lambda: written(rule=other, version=other.versions.get()),
        lambda: written(occasion_date=message.occasion_date),
        lambda: written(channel=""),
        lambda: rows.update(state="sent"),
        lambda: rows.update(state="skipped", ended_at=NOW),
        lambda: rows.update(occasion_date=date(2026, 1, 1)),
        rows.delete,
        lambda: version.update(hour=3),
        lambda: CareRule.objects.filter(pk=rule.pk).update(retired_at=NOW),
        lambda: CareRule.objects.filter(pk=rule.pk).update(party=other.party_id),
    ]
    for attempt in tries:
        with pytest.raises(DatabaseError), transaction.atomic(), writing("test"):
            attempt()
