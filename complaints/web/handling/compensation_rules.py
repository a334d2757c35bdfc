"""The rules of compensation: all versions of one's own side, and writing the next."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.domain.handling.compensation_rules import make_table, table_in_force, tables_of
from complaints.web.handling.compensation_forms import (
    LimitLines,
    RuleLines,
    TableForm,
    limit_lines,
    new_limits,
    new_rules,
    rule_lines,
)
from foundation.web.refusals import INVALID
from parties.models import Party
from parties.web.access import ScopedRequest, route
from parties.web.doing import is_done


@route(GET="compensation.see")
def rules(request: ScopedRequest) -> HttpResponse:
    """Every version, the newest first; which one acts now."""
    tables = list(tables_of(request.scope))
    at = timezone.now()
    acting = {table.party_id: table_in_force(table.party_id, at=at) for table in tables}
    mine = Party.objects.filter(pk__in=request.scope.parties_for("compensation.rule")).order_by("name")
    context = {"tables": [(table, acting[table.party_id] == table) for table in tables], "parties": mine}
    return render(request, "complaints/handling/rules.html", context)


@route(GET="compensation.rule", POST="compensation.rule")
def rules_new(request: ScopedRequest, party_id: int) -> HttpResponse:
    """The next version of a party's rules, starting from the one that acts."""
    party = Party.objects.filter(pk__in=request.scope.parties_for("compensation.rule") & {party_id}).first()
    if party is None:
        raise Http404
    now = timezone.now()
    table = table_in_force(party.pk, at=now)
    given = request.POST if request.method == "POST" else None
    initial = {"starts_date": timezone.localdate(), "cap": table.cap if table else None}
    form = TableForm(given, initial=initial)
    lines = RuleLines(given, initial=rule_lines(table), prefix="rules")
    limits = LimitLines(given, initial=limit_lines(table), prefix="limits")

    def do() -> None:
        said = form.cleaned_data
        make_table(
            party.pk,
            new_rules(lines),
            new_limits(limits),
            cap=said["cap"],
            starts_date=said["starts_date"],
            by=request.scope,
            at=now,
        )

    is_read = given is not None and lines.is_valid() and limits.is_valid()
    if is_read and is_done(request, form, do, _("The new rules are kept.")):
        return redirect("complaints:compensation-rules")
    context = {"party": party, "form": form, "lines": lines, "limits": limits, "table": table}
    return render(request, "complaints/handling/rules_new.html", context, status=200 if given is None else INVALID)
