from django.urls import path

from members.web.offers import member_vouchers, offers, segments

urlpatterns = [
    path("offers/", offers.offers, name="offers"),
    path("offers/new/", offers.offer_new, name="offer-new"),
    path("offers/<int:offer_id>/", offers.offer, name="offer"),
    path("offers/<int:offer_id>/issue/", offers.offer_issue, name="offer-issue"),
    path("offers/<int:offer_id>/cancel/", offers.offer_cancel, name="offer-cancel"),
    path("offers/segments/", segments.segments, name="segments"),
    path("offers/segments/new/", segments.segment_new, name="segment-new"),
    path("offers/segments/<int:segment_id>/", segments.segment_members, name="segment-members"),
    path("offers/segments/<int:segment_id>/edit/", segments.segment_edit, name="segment-edit"),
    path("offers/segments/<int:segment_id>/retire/", segments.segment_retire, name="segment-retire"),
    path("vouchers/", offers.redeem, name="redeem"),
    path("vouchers/<int:voucher_id>/", offers.voucher, name="voucher"),
    path("members/<int:member_id>/vouchers/", member_vouchers.member_vouchers, name="member-vouchers"),
    path("members/<int:member_id>/vouchers/give/", member_vouchers.voucher_give, name="voucher-give"),
    path("vouchers/<int:voucher_id>/cancel/", offers.voucher_cancel, name="voucher-cancel"),
]
