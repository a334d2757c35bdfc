"""Tiers and points of a party: who is where, what waits for a decision, benefits, the rules in all their versions."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.web.refusals import INVALID
from members.domain.points import benefits, tiering
from members.domain.points.adjusting import may_decide
from members.domain.points.balances import waiting_adjustments
from members.domain.points.schemes import RULE, make_scheme, scheme_in_force, schemes_of
from members.domain.points.tier_page import open_reviews, shares_of
from members.domain.points.tier_rules import effect_of, make_table, rules_asked, table_in_force, tables_of
from members.domain.privacy.reading import masked_of_all
from members.models import Benefit, Tier, TierReview
from members.web.points.forms import (
    BenefitForm,
    SchemeForm,
    TableForm,
    TierLines,
    scheme_values,
    tier_values,
)
from members.web.registry.reach import parties_of
from parties.models import Party
from parties.web.access import ScopedRequest, route
from parties.web.doing import do_or_say, is_done

SHOWN = 50


@route(GET="points.see", POST="tiers.rule")
def tiers(request: ScopedRequest) -> HttpResponse:
    """Who is in which tier, what waits, and the benefits; adding one."""
    scope, mine = request.scope, request.scope.parties_for(RULE)
    ruled = Tier.objects.within(scope, verb=RULE).filter(party__in=mine)
    form = BenefitForm(request.POST or None, tiers=ruled.order_by("party", "rank"))

    def add() -> None:
        said = form.cleaned_data
        tier_id, name, granted = said["tier"].pk, said["name"], said["granted"]
        benefits.add_benefit(tier_id, name, granted=granted, period=said["period"], by=scope, at=timezone.now())

    if request.method == "POST" and is_done(request, form, add, _("Members have it from now on.")):
        return redirect("members:tiers")
    reviews, waiting = list(open_reviews(scope)[:SHOWN]), list(waiting_adjustments(scope)[:SHOWN])
    masked = masked_of_all([*(row.member for row in reviews), *(row.member for row in waiting)])
    context = {
        "shares": [(party, shares_of(party.pk, scope)) for party in parties_of(request, verb="points.see")],
        "reviews": [(row, masked[row.member_id], row.member.party_id in mine) for row in reviews],
        "adjustments": [
            (row, masked[row.member_id], row.asked_by_id != scope.user_id and may_decide(row.member, by=scope))
            for row in waiting
        ],
        "benefits": [(each, each.tier.party_id in mine) for each in benefits.benefits_in_force(scope)],
        "form": form,
        "may_rule": ruled.exists(),
    }
    return render(request, "members/points/tiers.html", context, status=INVALID if form.errors else 200)


@route(POST="tiers.rule")
def review_decide(request: ScopedRequest, review_id: int, verb: str) -> HttpResponse:
    """Lower a member, or keep them where they are."""
    row = get_object_or_404(TierReview.objects.within(request.scope, verb=RULE), pk=review_id)
    do_or_say(request, lambda: tiering.decide(row.pk, verb, by=request.scope, at=timezone.now()), _("Noted."))
    return redirect("members:tiers")


@route(POST="tiers.rule")
def benefit_end(request: ScopedRequest, benefit_id: int) -> HttpResponse:
    """Grant it no more."""
    seen = Benefit.objects.filter(tier__in=Tier.objects.within(request.scope, verb=RULE))
    row = get_object_or_404(seen, pk=benefit_id)
    do_or_say(request, lambda: benefits.end_benefit(row.pk, by=request.scope, at=timezone.now()), _("It has ended."))
    return redirect("members:tiers")


@route(GET="points.see")
def rules(request: ScopedRequest) -> HttpResponse:
    """Every version of the rules, of tiers and of points; which ones act now."""
    scope, at = request.scope, timezone.now()
    tables, schemes = list(tables_of(scope)), list(schemes_of(scope))
    acting = {table_in_force(table.party_id, at=at) for table in tables}
    acting_schemes = {scheme_in_force(scheme.party_id, at=at) for scheme in schemes}
    context = {
        "tables": [(table, table in acting) for table in tables],
        "schemes": [(scheme, scheme in acting_schemes) for scheme in schemes],
        "parties": _own(request),
    }
    return render(request, "members/points/rules.html", context)


@route(GET="tiers.rule", POST="tiers.rule")
def tier_rules_new(request: ScopedRequest, party_id: int) -> HttpResponse:
    """The next version of a party's tiers; its effect is shown before it is kept."""
    party, at = _party(request, party_id), timezone.now()
    table = table_in_force(party.pk, at=at)
    given = request.POST if request.method == "POST" else None
    start = {"starts_date": timezone.localdate(), "window_months": table.window_months if table else 12}
    form = TableForm(given, initial=start)
    lines = TierLines(given, initial=tier_values(table), prefix="tiers")
    context: dict[str, Any] = {"party": party, "form": form, "lines": lines, "table": table}
    if given is not None and lines.is_valid() and form.is_valid():
        said = form.cleaned_data
        asked = [tier for line in lines if (tier := line.tier()) is not None]
        if "preview" in given:
            effect = effect_of(party.pk, rules_asked(asked, said["window_months"]), at=at)
            rows = [(tier.name, effect.in_rank.get(rank, 0)) for rank, tier in enumerate(asked, start=1)]
            context |= {"effect": effect, "effect_rows": rows}
            return render(request, "members/points/tier_rules_new.html", context)

        def keep() -> None:
            make_table(party.pk, asked, **said, by=request.scope, at=at)

        if is_done(request, form, keep, _("The new rules are kept.")):
            return redirect("members:point-rules")
    return render(request, "members/points/tier_rules_new.html", context, status=200 if given is None else INVALID)


@route(GET="tiers.rule", POST="tiers.rule")
def scheme_new(request: ScopedRequest, party_id: int) -> HttpResponse:
    """The next version of a party's points."""
    party, at = _party(request, party_id), timezone.now()
    values = {"starts_date": timezone.localdate(), **scheme_values(scheme_in_force(party.pk, at=at))}
    form = SchemeForm(request.POST or None, initial=values)

    def keep() -> None:
        day = form.cleaned_data["starts_date"]
        make_scheme(party.pk, form.scheme(), starts_date=day, by=request.scope, at=at)

    if request.method == "POST" and is_done(request, form, keep, _("The new rules are kept.")):
        return redirect("members:point-rules")
    context = {"party": party, "form": form}
    return render(request, "members/points/scheme_new.html", context, status=INVALID if form.errors else 200)


def _own(request: ScopedRequest) -> list[Party]:
    return list(Party.objects.filter(pk__in=request.scope.parties_for(RULE), venues__isnull=False).distinct())


def _party(request: ScopedRequest, party_id: int) -> Party:
    party = next((party for party in _own(request) if party.pk == party_id), None)
    if party is None:
        raise Http404
    return party
