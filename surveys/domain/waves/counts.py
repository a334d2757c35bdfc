"""How far a wave is: who was invited, answered, refused. What was answered is sealed until it closes."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from surveys.models import Invitation, InvitationState, Stratum, Wave

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Counts:
    """Places in the sample by state; ``drawn`` were not written to yet."""

    drawn: int = 0
    sent: int = 0
    answered: int = 0
    refused: int = 0
    unreachable: int = 0
    replaced: int = 0
    lapsed: int = 0

    @property
    def asked(self) -> int:
        """All who were ever drawn, replacements among them."""
        return sum((self.drawn, self.sent, self.answered, self.refused, self.unreachable, self.replaced, self.lapsed))

    @property
    def rate(self) -> Decimal | None:
        """Answers per cent of all who were asked; ``None`` where nobody was."""
        return (Decimal(100 * self.answered) / self.asked).quantize(TENTH) if self.asked else None


def counts_of(wave: Wave) -> Counts:
    """One question."""
    rows = Invitation.objects.filter(wave=wave).order_by().values_list("state").annotate(count=Count("pk"))
    return Counts(**dict(rows))


def strata_of(wave: Wave) -> list[Stratum]:
    """The strata by their order, each with ``asked`` and ``answered``. One question."""
    answered = Count("invitations", filter=Q(invitations__state=InvitationState.ANSWERED))
    rows = Stratum.objects.filter(wave=wave).select_related("venue")
    return list(rows.annotate(asked=Count("invitations"), answered=answered).order_by("ordinal"))


def counts_by_wave(wave_ids: list[int]) -> Mapping[int, Counts]:
    """The same as :func:`counts_of` for many waves. One question."""
    rows = Invitation.objects.filter(wave__in=wave_ids).order_by().values_list("wave", "state")
    found: dict[int, dict[str, int]] = {wave_id: {} for wave_id in wave_ids}
    for wave_id, state, count in rows.annotate(count=Count("pk")):
        found[wave_id][state] = count
    return {wave_id: Counts(**states) for wave_id, states in found.items()}
