"""Notices, annexes and data between the sides that wait for this side's word."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.domain.papers.annexes import VERB
from contracts.models import AnnexVersion, Contract, DataHandover, Notice
from contracts.models.contracts import ContractState
from contracts.models.handovers import HandoverState
from contracts.models.notices import NoticeState
from encore.web.needs.need import SHOWN, Need
from parties.domain.scope import Scope


def notices_to_answer(scope: Scope) -> Iterable[Need]:
    """Notices that the other side has given and whose delivery nobody has confirmed yet."""
    if not scope.may("contracts.give_notice"):
        return
    given = Notice.objects.filter(
        contract__in=Contract.objects.within(scope, verb="contracts.give_notice"), state=NoticeState.GIVEN
    ).exclude(party__in=scope.parties_for("contracts.give_notice"))
    for notice in given.select_related("contract", "party").order_by("pk")[:SHOWN]:
        yield Need(
            title=f"{notice.contract.number} · {notice.get_kind_display()}",
            why=_("%(party)s waits for your answer") % {"party": notice.party},
            path=reverse("contracts:notice", args=[notice.contract_id, notice.pk]),
            icon="mail",
        )


def annexes_to_accept(scope: Scope) -> Iterable[Need]:
    """The latest version of an annex that the other side delivered and nobody has answered."""
    if not scope.may(VERB):
        return
    waiting = AnnexVersion.objects.waiting().filter(contract__in=Contract.objects.within(scope, verb=VERB))
    theirs = waiting.exclude(contract__state=ContractState.ARCHIVED).exclude(party__in=scope.parties_for(VERB))
    for version in theirs.select_related("contract", "annex", "party").order_by("delivered_at", "pk")[:SHOWN]:
        yield Need(
            title=f"{version.contract.number} · {version.annex.title}",
            why=_("%(party)s delivered it: accept or return it") % {"party": version.party},
            path=reverse("contracts:annex", args=[version.contract_id, version.code]),
            icon="paperclip",
        )


def data_to_confirm(scope: Scope) -> Iterable[Need]:
    """Data to be confirmed: as received by its receiver, as given back or destroyed by its giver."""
    if not scope.may(VERB):
        return
    mine = scope.parties_for(VERB)
    turn = Q(state=HandoverState.GIVEN, receiver__in=mine)
    turn |= Q(state__in=[HandoverState.RETURNED, HandoverState.DESTROYED], giver__in=mine)
    rows = DataHandover.objects.filter(turn, contract__in=Contract.objects.within(scope, verb=VERB))
    for row in rows.select_related("contract", "giver", "receiver").order_by("handed_date", "pk")[:SHOWN]:
        is_given = row.state == HandoverState.GIVEN
        words = _("%(party)s handed it over: confirm it") if is_given else _("%(party)s says it is back or destroyed")
        yield Need(
            title=f"{row.contract.number} · {row.what}",
            why=words % {"party": row.giver if is_given else row.receiver},
            path=reverse("contracts:handover", args=[row.contract_id, row.pk]),
            icon="database-export",
        )
