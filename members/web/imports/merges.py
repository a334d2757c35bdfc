"""Members who may be one person: suggested, merged, taken apart again."""

from typing import Final

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.refusals import Refused
from foundation.typed_ids import typed_id
from members.domain.imports.duplicates import Pair, say_two_people, suggested
from members.domain.imports.merging import VERB, merge_members, take_apart
from members.domain.privacy.reading import masked_of_all
from members.models import Bill, MemberMerge
from parties.web.access import ScopedRequest, route

LAST: Final = 20


@route(GET="members.merge", POST="members.merge")
def duplicates(request: ScopedRequest) -> HttpResponse:
    """Pairs that look alike, and the last merges; what a person says about a pair."""
    if request.method == "POST":
        return _decide(request)
    pairs = suggested(request.scope)
    merges = MemberMerge.objects.within(request.scope, verb=VERB).select_related("kept", "gone", "merged_by")[:LAST]
    members = [member for pair in pairs for member in (pair.first, pair.second)]
    context = {"pairs": pairs, "names": masked_of_all(members), "bills": _bills(request, pairs), "merges": list(merges)}
    return render(request, "members/imports/duplicates.html", context)


@route(POST="members.merge")
def merge_undo(request: ScopedRequest, merge_id: int) -> HttpResponse:
    """Take a merge back."""
    if not MemberMerge.objects.within(request.scope, verb=VERB).filter(pk=merge_id).exists():
        raise Http404
    try:
        take_apart(merge_id, by=request.scope, at=timezone.now())
    except Refused as refused:
        toasts.error(request, refused.message)
    else:
        toasts.success(request, _("They are two members again."))
    return redirect("members:duplicates")


def _decide(request: ScopedRequest) -> HttpResponse:
    kept, other = typed_id(request.POST.get("kept")), typed_id(request.POST.get("other"))
    if kept is None or other is None:
        raise Http404
    try:
        if request.POST.get("verb") == "two":
            say_two_people(kept, other, by=request.scope, at=timezone.now())
        else:
            merge_members(kept, other, by=request.scope, at=timezone.now())
    except Refused as refused:
        toasts.error(request, refused.message)
    else:
        toasts.success(request, _("Noted."))
    return redirect("members:duplicates")


def _bills(request: ScopedRequest, pairs: list[Pair]) -> dict[int, int]:
    """How many bills each of them has."""
    ids = {member.pk for pair in pairs for member in (pair.first, pair.second)}
    counts: dict[int, int] = dict.fromkeys(ids, 0)
    for member_id in (
        Bill.objects.within(request.scope, verb="bills.see").filter(member__in=ids).values_list("member", flat=True)
    ):
        counts[member_id or 0] += 1
    return counts
