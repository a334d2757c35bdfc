"""Rules of care: what there is, what they plan, and how they are made and changed."""

from typing import Any

from django.contrib import messages as toasts
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.refusals import Refused
from foundation.web.refusals import INVALID, add_refusal
from members.domain.care.festivals import FESTIVALS
from members.domain.care.greetings import GAPS
from members.domain.care.limits import Limits, limits_of, set_limits
from members.domain.care.planning import AHEAD
from members.domain.care.quiet import Quiet
from members.domain.care.rules import Place, change_rule, make_rule, retire_rule, switch_rule
from members.models import CareChannel, CareMessage, CareRule, CareRuleVersion, CareState, Offer
from members.web.care.forms import LimitsForm, RuleForm, initial_of
from members.web.offers.placing import placed, places_for
from parties.web.access import ScopedRequest, route

SEE = "care.see"
PLAN = "care.plan"


@route(GET="care.see")
def care(request: ScopedRequest) -> HttpResponse:
    """All rules with what each says now, and how many messages stand where."""
    rules = CareRule.objects.within(request.scope, verb=SEE).filter(retired_at=None).select_related("party", "venue")
    mine = CareMessage.objects.within(request.scope, verb=SEE)
    counts = dict(mine.order_by().values_list("state").annotate(count=Count("pk")))
    context = {
        "rules": [(rule, _said(rule)) for rule in rules],
        "counts": [(state, CareState(state).label, counts.get(state, 0)) for state in CareState.values],
        "ahead": AHEAD,
        "may_plan": bool(places_for(request.scope, verb=PLAN)),
    }
    return render(request, "members/care/rules.html", context)


@route(GET="care.plan", POST="care.plan")
def rule_new(request: ScopedRequest) -> HttpResponse:
    """A new rule."""
    return _edited(request, None)


@route(GET="care.plan", POST="care.plan")
def rule_edit(request: ScopedRequest, rule_id: int) -> HttpResponse:
    """Change one: a new version."""
    return _edited(request, _rule(request, rule_id))


@route(POST="care.plan")
def rule_switch(request: ScopedRequest, rule_id: int) -> HttpResponse:
    """On or off."""
    rule = switch_rule(_rule(request, rule_id).pk, on=request.POST.get("on") == "1", by=request.scope)
    toasts.success(request, _("The rule is on.") if rule.is_on else _("The rule is off: nothing of it is sent."))
    return redirect("members:care")


@route(POST="care.plan")
def rule_retire(request: ScopedRequest, rule_id: int) -> HttpResponse:
    """Put it away."""
    retire_rule(_rule(request, rule_id).pk, by=request.scope, at=timezone.now())
    toasts.success(request, _("The rule is put away."))
    return redirect("members:care")


@route(GET="care.plan", POST="care.plan")
def limits(request: ScopedRequest) -> HttpResponse:
    """Quiet hours and the cap, of the place in the address."""
    places = places_for(request.scope, verb=PLAN)
    code = request.POST.get("place") or request.GET.get("place") or (places[0][0] if places else "")
    place = placed(code, scope=request.scope, verb=PLAN)
    if place is None:
        raise Http404
    now = limits_of(place.party_id, place.venue_id)
    initial = {
        "place": code,
        "quiet_from": now.quiet.from_hour,
        "quiet_until": now.quiet.until_hour,
        "most": now.most,
        "per_days": now.per_days,
    }
    form = LimitsForm(request.POST or None, places=places, initial=initial)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        wanted = Limits(Quiet(said["quiet_from"], said["quiet_until"]), said["most"], said["per_days"])
        try:
            set_limits(wanted, party_id=place.party_id, venue_id=place.venue_id, by=request.scope, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Saved."))
            return redirect("members:care")
    context = {"form": form, "places": places, "place": code}
    return render(request, "members/care/limits.html", context, status=INVALID if form.is_bound else 200)


def _edited(request: ScopedRequest, rule: CareRule | None) -> HttpResponse:
    form = _form(request, rule)
    if form.is_bound and form.is_valid():
        try:
            _keep(request, form, rule)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            toasts.success(request, _("Saved."))
            return redirect("members:care")
    context = {
        "form": form,
        "rule": rule,
        "gaps": [(f"{{{gap}}}", words) for gap, words in GAPS.items()],
        "versions": rule.versions.select_related("made_by")[:10] if rule else [],
    }
    return render(request, "members/care/rule.html", context, status=INVALID if form.is_bound else 200)


def _keep(request: ScopedRequest, form: RuleForm, rule: CareRule | None) -> None:
    name, saying, at = form.cleaned_data["name"], form.saying(), timezone.now()
    if rule is not None:
        change_rule(rule.pk, name, saying, by=request.scope, at=at)
        return
    place = placed(form.cleaned_data["place"], scope=request.scope, verb=PLAN)
    if place is not None:  # the form knows no others
        make_rule(name, saying, place=Place(place.party_id, place.venue_id), by=request.scope, at=at)


def _form(request: ScopedRequest, rule: CareRule | None) -> RuleForm:
    offers = Offer.objects.within(request.scope, verb="offers.see").filter(
        is_automated=True, cancelled_at=None, valid_until__gte=timezone.localdate()
    )
    initial: dict[str, Any] = {}
    last = rule.versions.first() if rule else None
    if rule is not None and last is not None:
        initial = {"name": rule.name, **initial_of(last)}
        offers = offers.filter(party=rule.party_id)
    names = list(offers.values_list("pk", "name"))
    form = RuleForm(request.POST or None, places=places_for(request.scope, verb=PLAN), offers=names, initial=initial)
    if rule is not None:
        del form.fields["place"]  # it stays where it belongs
    return form


def _said(rule: CareRule) -> dict[str, Any]:
    """What the rule says now, in words."""
    version: CareRuleVersion | None = rule.versions.select_related("offer").first()
    if version is None:
        return {}
    festival = FESTIVALS.get(version.festival)
    return {
        "version": version,
        "occasion": festival.label if festival else version.get_occasion_display(),
        "channels": [CareChannel(each).label for each in version.channels],
    }


def _rule(request: ScopedRequest, rule_id: int) -> CareRule:
    mine = CareRule.objects.within(request.scope, verb=PLAN).filter(retired_at=None)
    return get_object_or_404(mine.select_related("party", "venue"), pk=rule_id)
