"""Writing to those who were drawn: the invitation, and reminders to who has not answered (D3).

A job a message, with a key of its own: planned twice or run twice, it goes out once. Asked again when it goes out: does
the wave still run, does the member still agree, is it not quiet?
"""

from datetime import datetime, time
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from foundation import jobs
from foundation.carrying import Away, Turned
from foundation.enciphering import keyed_hash
from foundation.models import Job
from foundation.tokens import hash_token
from members.domain.care.contacting import agreed_channels, way_to
from members.domain.care.limits import limits_of
from members.models import CareChannel, ConsentPurpose, Member, MemberState
from parties.domain.opening_hours import SHANGHAI
from parties.domain.scope import SYSTEM, writing
from surveys.domain.waves.arranging import window_of
from surveys.domain.waves.lifecycle import INVITATION
from surveys.domain.waves.links import token_of
from surveys.domain.waves.running import INVITE_JOB
from surveys.domain.waves.windows import reminder_days
from surveys.domain.waves.words import carried
from surveys.models import Invitation, InvitationState, Wave, WaveState

SEND_JOB: Final = "surveys.send"
REMIND_JOB: Final = "surveys.remind"
BATCH: Final = 5_000
HOUR: Final = 10
"""When reminders go out, by the wall clock; later where it is quiet then."""
CHANNELS: Final = (CareChannel.WECHAT, CareChannel.SMS, CareChannel.EMAIL)
"""The first of these that leads to the member, and that they agreed to for surveys."""


def invite(job: Job) -> None:
    """Ask for one message to each of some who were drawn, and for the next some; the first ones for reminders too."""
    wave_id, after = int(job.payload["wave"]), int(job.payload["after"])
    if after == 0:
        _plan_reminders(Wave.objects.get(pk=wave_id))
    drawn = Invitation.objects.filter(wave=wave_id, state=InvitationState.DRAWN, pk__gt=after)
    last = ask_for_messages(drawn, number=0, at=timezone.now())
    if last:
        jobs.enqueue(INVITE_JOB, f"{INVITE_JOB}:{wave_id}:{last}", {"wave": wave_id, "after": last})


def remind(job: Job) -> None:
    """The same for a reminder: to those who were invited and said nothing, never to who refused."""
    wave_id, number, after = (int(job.payload[name]) for name in ("wave", "number", "after"))
    silent = Invitation.objects.filter(wave=wave_id, state=InvitationState.SENT, reminded__lt=number, pk__gt=after)
    last = ask_for_messages(silent, number=number, at=timezone.now())
    if last:
        payload = {"wave": wave_id, "number": number, "after": last}
        jobs.enqueue(REMIND_JOB, f"{REMIND_JOB}:{wave_id}:{number}:{last}", payload)


def send(job: Job) -> None:
    """One message. Away: the job comes again, later each time; after its last try the member counts as not reached."""
    invitation_id, number = int(job.payload["invitation"]), int(job.payload["number"])
    send_message(invitation_id, number, at=timezone.now(), is_last=job.attempts >= jobs.MOST_ATTEMPTS)


def ask_for_messages(rows: QuerySet[Invitation], *, number: int, at: datetime) -> int:
    """Ask for one message to each of the first ``BATCH``, once it is not quiet at their venue; tells the last id (0:
    none). ``number``: 0 invites, 1 and more remind."""
    named = rows.filter(member__isnull=False).order_by("pk")
    found = list(named.values_list("pk", "member__party", "member__venue")[:BATCH])
    by_house: dict[tuple[int, int | None], list[int]] = {}
    for pk, party_id, venue_id in found:
        by_house.setdefault((party_id, venue_id), []).append(pk)
    for house, ids in by_house.items():
        work = [(f"{SEND_JOB}:{pk}:{number}", {"invitation": pk, "number": number}) for pk in ids]
        jobs.enqueue_many(SEND_JOB, work, limits_of(*house).quiet.next_loud(at))
    return found[-1][0] if found else 0


def send_message(invitation_id: int, number: int, *, at: datetime, is_last: bool = False) -> Invitation | None:
    """Send it, put it off until it is no longer quiet, or note why not; ``None`` where it is not to go out any more.

    Raises ``Away`` where the carrier does not answer, unless ``is_last``.
    """
    with writing(SYSTEM):
        waiting = Q(state=InvitationState.DRAWN) if number == 0 else Q(state=InvitationState.SENT, reminded__lt=number)
        rows = Invitation.objects.select_for_update(no_key=True, of=("self",)).filter(waiting, pk=invitation_id)
        invitation = rows.select_related("wave__party", "wave__version", "member__party", "member__venue").first()
        if invitation is None or invitation.member is None or not takes_answers(invitation.wave, at=at):
            return None
        member = invitation.member
        loud_at = limits_of(member.party_id, member.venue_id).quiet.next_loud(at)
        if loud_at > at:
            return _put_off(invitation, number, loud_at)
        channel, obstacle = _way(member)
        if obstacle:
            return _noted(invitation, number, obstacle)
        try:
            carried(invitation, channel, number=number, key=_key(invitation.pk, number))
        except Turned as turned:
            return _noted(invitation, number, turned.code, is_missed=True)
        except Away as away:
            if not is_last:
                raise
            return _noted(invitation, number, away.code, is_missed=True)
        return _sent(invitation, number)


def takes_answers(wave: Wave, *, at: datetime) -> bool:
    """Whether an answer would be taken now."""
    return wave.state == WaveState.OPEN and wave.opens_at <= at < wave.closes_at


def _plan_reminders(wave: Wave) -> None:
    for number, day in enumerate(reminder_days(window_of(wave)), start=1):
        run_at = datetime.combine(day, time(HOUR), SHANGHAI)
        payload = {"wave": wave.pk, "number": number, "after": 0}
        jobs.enqueue(REMIND_JOB, f"{REMIND_JOB}:{wave.pk}:{number}:0", payload, run_at)


def _way(member: Member) -> tuple[str, str]:
    """(channel, obstacle), one of them empty."""
    if member.state != MemberState.ACTIVE:
        return "", str(member.state)
    return way_to(member, CHANNELS, agreed_channels([member.pk], ConsentPurpose.SURVEY)[member.pk])


def _put_off(invitation: Invitation, number: int, until: datetime) -> Invitation:
    payload = {"invitation": invitation.pk, "number": number}
    jobs.enqueue(SEND_JOB, f"{SEND_JOB}:{invitation.pk}:{number}:{until.isoformat()}", payload, until)
    return invitation


def _sent(invitation: Invitation, number: int) -> Invitation:
    if number:
        invitation.reminded = number
        invitation.save(update_fields=["reminded"])
        return invitation
    token_hash = hash_token(token_of(invitation))
    return INVITATION.move(Invitation, invitation.pk, "send", token_hash=token_hash, obstacle="")


def _noted(invitation: Invitation, number: int, code: str, *, is_missed: bool = False) -> Invitation:
    """Why no message went out: who cannot be written to can still be called or asked in the house."""
    invitation.obstacle = "".join(sign for sign in code.lower() if sign.isascii() and (sign.isalnum() or sign == "_"))[
        :20
    ]
    if is_missed and number == 0:
        return INVITATION.move(Invitation, invitation.pk, "miss", obstacle=invitation.obstacle)
    invitation.save(update_fields=["obstacle"])
    return invitation


def _key(invitation_id: int, number: int) -> UUID:
    """The same each time this message is handed over, and nothing that a stranger could make."""
    return UUID(hex=keyed_hash(f"{invitation_id}:{number}", purpose="surveys.invitation")[:32])
