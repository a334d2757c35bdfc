from django.urls import path

from members.web.points import member_points, member_tier, tiers

urlpatterns = [
    path("members/tiers/", tiers.tiers, name="tiers"),
    path("members/tiers/rules/", tiers.rules, name="point-rules"),
    path("members/tiers/rules/<int:party_id>/", tiers.tier_rules_new, name="tier-rules-new"),
    path("members/tiers/points/<int:party_id>/", tiers.scheme_new, name="point-scheme-new"),
    path("members/tiers/reviews/<int:review_id>/<slug:verb>/", tiers.review_decide, name="tier-review"),
    path("members/tiers/uses/<int:use_id>/undo/", member_tier.benefit_undo, name="benefit-undo"),
    path("members/tiers/benefits/<int:benefit_id>/end/", tiers.benefit_end, name="benefit-end"),
    path(
        "members/tiers/adjustments/<int:adjustment_id>/<slug:verb>/",
        member_points.adjustment_decide,
        name="adjustment-decide",
    ),
    path("members/tiers/wishes/<int:request_id>/<slug:verb>/", member_tier.wish_end, name="wish-end"),
    path("members/<int:member_id>/points/", member_points.points, name="points"),
    path("members/<int:member_id>/points/spend/", member_points.spend, name="points-spend"),
    path("members/<int:member_id>/points/adjust/", member_points.adjust, name="points-adjust"),
    path("members/<int:member_id>/tier/", member_tier.tier, name="tier"),
    path("members/<int:member_id>/tier/manager/", member_tier.manager_name, name="personal-manager"),
    path("members/<int:member_id>/tier/wish/", member_tier.wish, name="wish"),
    path("members/<int:member_id>/tier/<int:benefit_id>/use/", member_tier.benefit_use, name="benefit-use"),
]
