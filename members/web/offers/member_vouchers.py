"""A member's vouchers, and one more by hand."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.web.refusals import INVALID
from members.domain.offers.giving import give_voucher, given_to
from members.domain.privacy.reading import masked_of
from members.models import Member, Voucher
from members.web.offers.forms import GiveForm
from members.web.registry.reach import found_member
from members.web.tabs import tabs_of
from parties.web.access import ScopedRequest, route
from parties.web.doing import is_done

SEE: Final = "offers.see"
MAKE: Final = "offers.make"
SHOWN: Final = 50


@route(GET="offers.see")
def member_vouchers(request: ScopedRequest, member_id: int) -> HttpResponse:
    """Those in the member's hand, used, and called off."""
    return _page(request, found_member(request, member_id, verb=SEE))


@route(POST="offers.make")
def voucher_give(request: ScopedRequest, member_id: int) -> HttpResponse:
    """Hand the member one, and show its code."""
    member = found_member(request, member_id, verb=MAKE)
    form = GiveForm(request.POST, offers=given_to(member, by=request.scope, at=timezone.now()))
    given: list[Voucher] = []

    def do() -> None:
        said = form.cleaned_data
        at = timezone.now()
        given.append(give_voucher(said["offer"], member.pk, held=said["held"], by=request.scope, at=at))

    if is_done(request, form, do, _("Handed out. Show the code to the member.")):
        return redirect("members:voucher", given[0].pk)
    return _page(request, member, form)


def _page(request: ScopedRequest, member: Member, form: GiveForm | None = None) -> HttpResponse:
    mine = Voucher.objects.within(request.scope, verb=SEE).filter(member=member)
    offers = given_to(member, by=request.scope, at=timezone.now())
    may_make = member.is_active and request.scope.may(MAKE)
    context = {
        "member": member,
        "masked": masked_of(member),
        "tabs": tabs_of(member, by=request.scope, current="members:member-vouchers"),
        "vouchers": mine.select_related("offer", "redeemed_venue")[:SHOWN],
        "may_make": may_make,
        "form": form or GiveForm(offers=offers, initial={"held": member.vouchers.count()}),
        "has_offers": bool(offers),
        "today": timezone.localdate(),
    }
    return render(request, "members/offers/member_vouchers.html", context, status=INVALID if form else 200)
