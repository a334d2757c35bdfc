from django.urls import path

from members.web.care import handing, messages, rules, visits

urlpatterns = [
    path("care/", rules.care, name="care"),
    path("care/rules/new/", rules.rule_new, name="care-rule-new"),
    path("care/rules/<int:rule_id>/", rules.rule_edit, name="care-rule"),
    path("care/rules/<int:rule_id>/switch/", rules.rule_switch, name="care-rule-switch"),
    path("care/rules/<int:rule_id>/retire/", rules.rule_retire, name="care-rule-retire"),
    path("care/limits/", rules.limits, name="care-limits"),
    path("care/messages/", messages.messages, name="care-messages"),
    path("care/leave/<str:token>/", messages.leave, name="unsubscribe"),
    path("visits/", visits.my_visits, name="visits"),
    path("visits/<int:visit_id>/", visits.visit, name="visit"),
    path("visits/plans/", visits.plans, name="visit-plans"),
    path("visits/plans/new/", visits.plan_new, name="visit-plan-new"),
    path("visits/plans/<int:plan_id>/", visits.plan, name="visit-plan"),
    path("visits/plans/<int:plan_id>/hand-over/", handing.hand, name="visit-plan-hand"),
    path("visits/plans/<int:plan_id>/close/", visits.plan_close, name="visit-plan-close"),
    path("visits/plans/<int:plan_id>/keep/", visits.plan_keep, name="visit-plan-keep"),
]
