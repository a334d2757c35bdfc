"""Sending what was planned: asked once more whether it may go out, filled in, handed over, once (B8)."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from foundation import jobs
from foundation.carrying import Away, Parcel, Turned, mail_out
from foundation.models import Job
from foundation.refusals import Refused
from members.domain.care import carriers
from members.domain.care.contacting import TOO_OFTEN, agreed_channels, way_to, written_to
from members.domain.care.greetings import LANGUAGE_FIELDS, filled, in_language
from members.domain.care.lifecycle import CARE
from members.domain.care.limits import limits_of
from members.domain.care.occasions import came_back, years_on
from members.domain.care.planning import JOB
from members.domain.care.rules import purpose_of
from members.domain.care.unsubscribing import address_of
from members.domain.offers.codes import code_of
from members.domain.offers.vouchers import issue_one
from members.domain.privacy.reading import personal_of
from members.models import CareChannel, CareMessage, CareState, Member, MemberState, Voucher
from parties.domain.scope import SYSTEM, Scope, writing

LATEST: Final = timedelta(days=2)
"""How long after its day a message may still go out: quiet hours put it off by one night, an outage by another."""
LONGEST_REASON: Final = 40
RECEIPTS: Final = {"delivered": "deliver", "failed": "fail"}
"""What a provider's receipt says → the verb of the table."""


def send(job: Job) -> None:
    """Send one planned message. Away: the job comes again, later each time, and after its last try it has failed."""
    send_message(UUID(str(job.payload["key"])), at=timezone.now(), is_last=job.attempts >= jobs.MOST_ATTEMPTS)


def send_message(key: UUID, *, at: datetime, is_last: bool = False) -> CareMessage | None:
    """Send it, put it off until it is no longer quiet, or note why not; ``None`` where it is not planned any more.

    Raises ``Away`` where the carrier does not answer, unless ``is_last``.
    """
    with writing(SYSTEM):
        found = CareMessage.objects.filter(key=key, state=CareState.PLANNED).first()
        if found is None:
            return None
        # The member first: of two messages to one member at once the second one counts the first.
        members = Member.objects.select_related("party", "venue").select_for_update(no_key=True, of=("self",))
        member = members.get(pk=found.member_id)
        rows = CareMessage.objects.select_related("rule", "version__offer").select_for_update(no_key=True, of=("self",))
        message = rows.filter(pk=found.pk, state=CareState.PLANNED).first()
        if message is None:
            return None
        message.member = member
        quiet_until = limits_of(member.party_id, member.venue_id).quiet.next_loud(at)
        if quiet_until > at:
            return _put_off(message, quiet_until)
        reason = _objection(message, at=at)
        if reason:
            return _ended(message, "skip", reason, at=at)
        return _carried(message, at=at, is_last=is_last)


def take_receipt(key: UUID, status: str, reason: str, *, channel: str, by: Scope, at: datetime) -> CareMessage:
    """What a provider tells of a message; told twice, or in another order, the best news stays.

    Raises ``CareMessage.DoesNotExist`` for a message that was never given to this channel.
    """
    with writing(by):
        message = CareMessage.objects.select_for_update(no_key=True).get(key=key, channel=channel)
        verb = RECEIPTS[status]
        if verb not in CARE.verbs(message.state):
            return message
        if verb == "fail":
            return _ended(message, "fail", reason or "receipt", at=at)
        sent_at = message.sent_at or at
        return CARE.move(CareMessage, message.pk, "deliver", sent_at=sent_at, ended_at=at, reason="")


def _put_off(message: CareMessage, until: datetime) -> CareMessage:
    message.send_at = until
    message.save(update_fields=["send_at"])
    jobs.enqueue(JOB, f"{JOB}:{message.key.hex}:{until.isoformat()}", {"key": message.key.hex}, until)
    return message


def _objection(message: CareMessage, *, at: datetime) -> str:
    """Why it must not go out now, as a code; else empty, and ``message.channel`` is by which way it goes."""
    member, version = message.member, message.version
    if not message.rule.is_on:
        return "rule_off"
    if member.state != MemberState.ACTIVE:
        return str(member.state)
    if timezone.localdate(at) > message.occasion_date + LATEST:
        return "too_late"
    if came_back(version, member, message.occasion_date):
        return "came_back"
    channel, reason = way_to(member, version.channels, agreed_channels([member.pk], purpose_of(version))[member.pk])
    if reason:
        return reason
    limits = limits_of(member.party_id, member.venue_id)
    others = written_to([member.pk], at, limits, but=message.pk)
    if others.get(member.pk, 0) >= limits.most:
        return TOO_OFTEN
    message.channel = channel
    return ""


def _carried(message: CareMessage, *, at: datetime, is_last: bool) -> CareMessage:
    """Hand it over, with a voucher where the rule gives one; what was not taken has taken nothing from the stock."""
    try:
        with transaction.atomic():
            voucher = _voucher(message, at=at)
            _hand_over(message, _text(message, voucher))
    except Refused as refused:
        return _ended(message, "skip", refused.code.rpartition(".")[2], at=at)
    except Turned as turned:
        return _ended(message, "fail", turned.code, at=at)
    except Away as away:
        if not is_last:
            raise
        return _ended(message, "fail", away.code, at=at)
    return CARE.move(CareMessage, message.pk, "send", sent_at=at, send_at=at, channel=message.channel, voucher=voucher)


def _voucher(message: CareMessage, *, at: datetime) -> Voucher | None:
    offer_id = message.version.offer_id
    if offer_id is None:
        return None
    return issue_one(offer_id, message.member_id, by=SYSTEM, at=at, nonce=message.nonce)


def _text(message: CareMessage, voucher: Voucher | None) -> str:
    """The greeting, and the way out of being greeted."""
    member, version = message.member, message.version
    texts = {language: getattr(version, column) for language, column in LANGUAGE_FIELDS.items()}
    values = {
        "name": personal_of(member).name,
        "venue": member.venue.name if member.venue else member.party.name,
        "years": str(years_on(version, member, message.occasion_date)),
        "voucher": code_of(voucher) if voucher else "",
        "until": voucher.offer.valid_until.isoformat() if voucher else "",
    }
    with translation.override(member.language):
        way_out = _("No more messages: %(address)s") % {"address": address_of(message)}
    return f"{filled(in_language(texts, member.language), values)}\n{way_out}"


def _hand_over(message: CareMessage, text: str) -> None:
    address = carriers.address_of(message.channel, personal_of(message.member))
    if message.channel != CareChannel.EMAIL:
        carriers.carry(message.channel, Parcel(str(message.key), address, text))
        return
    house = message.member.venue or message.member.party
    mail_out(
        EmailMessage(
            subject=house.name,
            body=f"{text}\n",
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[address],
            headers={
                "Message-ID": f"<{message.key.hex}.care@encore>",
                "List-Unsubscribe": f"<{address_of(message)}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
    )


def _ended(message: CareMessage, verb: str, reason: str, *, at: datetime) -> CareMessage:
    code = "".join(sign for sign in reason.lower() if sign.isascii() and (sign.isalnum() or sign == "_"))
    return CARE.move(CareMessage, message.pk, verb, ended_at=at, reason=code[:LONGEST_REASON] or "unknown")
