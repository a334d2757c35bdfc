"""What a pack is about: which breaches, duties, measurements and wordings, seen with the eyes of who asked for it."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from contracts.domain.evidence.parts import Subject
from contracts.domain.terms.values import SHANGHAI
from contracts.models import Breach, ContractVersion, EvidencePack, Measurement, Obligation
from foundation.refusals import Refused
from parties.domain.scope import Scope

VERB: Final = "evidence.make"


def for_side(scope: Scope, party_id: int) -> Scope:
    """The same person speaking for one party alone, so that nothing of another hat's party slips in."""
    # Made anew: a request's scope is a lazy stand-in, of which `replace` makes no copy.
    hats = tuple(hat for hat in scope.hats if hat.party_id == party_id)
    return Scope(scope.label, scope.source, scope.user_id, hats)


def subject_of(pack: EvidencePack) -> Subject:
    """What this pack is about, by what the person who asked may see today.

    Refused: ``parties.not_yours`` when that person may not do this for the party any more.
    """
    hats = Scope.of(pack.person, source="evidence pack") if pack.person.is_active else Scope(pack.by, "evidence pack")
    scope = for_side(hats, pack.party_id)
    scope.require_for(VERB, pack.party_id)
    bare = Subject(pack.contract, scope, pack.asked_at)
    chosen = frozenset(pack.breaches.values_list("pk", flat=True))
    found = _of_breaches(bare, chosen) if chosen else _of_period(bare, pack)
    return replace(found, versions=_versions(found))


def _of_breaches(bare: Subject, chosen: frozenset[int]) -> Subject:
    rows = _breaches(bare).filter(pk__in=chosen)
    return replace(
        bare,
        breaches=frozenset(rows.values_list("pk", flat=True)),
        obligations=frozenset(_obligations(bare).filter(breach__in=rows).values_list("pk", flat=True)),
        measurements=frozenset(rows.exclude(measurement=None).values_list("measurement", flat=True)),
    )


def _of_period(bare: Subject, pack: EvidencePack) -> Subject:
    if pack.first_day is None or pack.last_day is None:
        raise Refused("contracts.pack_of_nothing")
    since = datetime.combine(pack.first_day, time(), SHANGHAI).astimezone(UTC)
    until = datetime.combine(pack.last_day + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)
    breaches = _breaches(bare).filter(occurred_at__gte=since, occurred_at__lt=until)
    # Due at 24:00 of the last day is due within it.
    due = Q(deadline__due_at__gt=since, deadline__due_at__lte=until)
    done = Q(deadline__done_at__gte=since, deadline__done_at__lt=until)
    duties = _obligations(bare).filter(due | done | Q(breach__in=breaches))
    measured = Measurement.objects.filter(contract=pack.contract, recorded_at__lte=bare.at).filter(
        Q(first_day__lte=pack.last_day, last_day__gte=pack.first_day) | Q(breaches__in=breaches)
    )
    return replace(
        bare,
        breaches=frozenset(breaches.values_list("pk", flat=True)),
        obligations=frozenset(duties.values_list("pk", flat=True)),
        measurements=frozenset(measured.values_list("pk", flat=True)),
        since=since,
        until=until,
    )


def _breaches(bare: Subject) -> QuerySet[Breach]:
    rows = Breach.objects.within(bare.scope, verb="breaches.see")
    return rows.filter(contract=bare.contract, proposed_at__lte=bare.at)


def _obligations(bare: Subject) -> QuerySet[Obligation]:
    return Obligation.objects.within(bare.scope, verb="obligations.see").filter(contract=bare.contract)


def _versions(subject: Subject) -> frozenset[int]:
    """The wordings on which these rest; for a period also those that acted in it; never none."""
    signed = ContractVersion.objects.filter(contract=subject.contract, effective_at__lte=subject.at)
    used = Q(terms__obligations__in=subject.obligations) | Q(terms__measurements__in=subject.measurements)
    made_good = Q(breach_kinds__breaches__remedies__obligation__in=subject.obligations)
    disputed = Q(breach_kinds__breaches__disputes__dates__in=subject.obligations)
    found = _ids(signed.filter(used | made_good | disputed | Q(breach_kinds__breaches__in=subject.breaches)))
    if subject.since and subject.until:
        newest_first = signed.order_by("-effective_at")
        found |= _ids(signed.filter(effective_at__gte=subject.since, effective_at__lt=subject.until))
        found |= _ids(newest_first.filter(effective_at__lt=subject.since)[:1])
    return found or _ids(signed.order_by("-effective_at")[:1])


def _ids(versions: QuerySet[ContractVersion]) -> frozenset[int]:
    return frozenset(versions.values_list("pk", flat=True))
