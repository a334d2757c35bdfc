"""What members allow: each word is kept, the last one counts, and without one nothing is allowed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from foundation.refusals import Refused
from members.domain.registry.reach import locked_member
from members.models import Consent, ConsentChannel, ConsentPurpose, ConsentWay, Member
from parties.domain.scope import Scope, writing


class Word(NamedTuple):
    """One word: by which channel, what for, whether."""

    channel: str
    purpose: str
    given: bool


class Said(NamedTuple):
    """A word out of an earlier system: by which channel, what for, whether, how it was said, and when where known."""

    channel: str
    purpose: str
    given: bool
    way: str
    at: datetime | None = None

    def counts_after(self, known: Consent | None) -> bool:
        """Whether it says anything new. An older word says nothing against a later one; one without its day can take a
        consent back at any time, but brings none back to who said no since."""
        if known is None:
            return True
        if known.given == self.given:
            return False
        return not self.given if self.at is None else self.at > known.at


def record_consents(member_id: int, words: Iterable[Word], *, way: str, by: Scope, at: datetime) -> list[Consent]:
    """Write down what the member said; what they have said already is not repeated.

    Refused: ``parties.not_yours``, ``members.not_active``, ``members.choice_unknown``.
    """
    if way not in ConsentWay.values or way == ConsentWay.LINK:
        raise Refused("members.choice_unknown", "way")
    with writing(by):
        member = locked_member(member_id, by=by)
        return keep_words(member, words, way=way, user_id=by.user_id, at=at)


def keep_words(member: Member, words: Iterable[Word], *, way: str, user_id: int | None, at: datetime) -> list[Consent]:
    """The same in the caller's transaction, which has locked the member; ``user_id`` empty: said by a link."""
    now = consents_of([member.pk])[member.pk]
    rows = []
    for word in words:
        if word.channel not in ConsentChannel.values or word.purpose not in ConsentPurpose.values:
            raise Refused("members.choice_unknown", "consents")
        known = now.get((word.channel, word.purpose))
        if known is None or known.given != word.given:
            rows.append(Consent(member=member, way=way, user_id=user_id, at=at, **word._asdict()))
    return Consent.objects.bulk_create(rows)


def keep_said(said: Mapping[int, Sequence[Said]], *, user_id: int | None, at: datetime) -> list[Consent]:
    """Keep what an earlier system knows of these members, as far as it says anything new, by two statements; in the
    caller's transaction, which has locked them or made them."""
    now = consents_of(said)
    rows = []
    for member_id, words in said.items():
        for word in words:
            if word.counts_after(now[member_id].get((word.channel, word.purpose))):
                kept = word._replace(at=word.at or at)._asdict()
                rows.append(Consent(member_id=member_id, user_id=user_id, **kept))
    return Consent.objects.bulk_create(rows)


def consents_of(member_ids: Iterable[int]) -> Mapping[int, Mapping[tuple[str, str], Consent]]:
    """The last words of these members, by channel and purpose; what they never spoke about is left out."""
    wanted = list(member_ids)
    found: dict[int, dict[tuple[str, str], Consent]] = {member_id: {} for member_id in wanted}
    last = Consent.objects.filter(member__in=wanted).order_by("member", "channel", "purpose", "-pk")
    for consent in last.distinct("member", "channel", "purpose"):
        found[consent.member_id][consent.channel, consent.purpose] = consent
    return found


def allows(member_id: int, channel: str, purpose: str) -> bool:
    """Whether the member may be reached by this channel for this purpose: their last word, and silence is none."""
    words = Consent.objects.filter(member=member_id, channel=channel, purpose=purpose).order_by("-pk")
    return bool(words.values_list("given", flat=True).first())
