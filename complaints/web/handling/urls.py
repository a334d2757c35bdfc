from django.urls import path

from complaints.web.handling import causes, compensation, compensation_rules, learning, mediation, tasks

urlpatterns = [
    path("complaints/tasks/", tasks.my_tasks, name="my-tasks"),
    path("complaints/tasks/<int:task_id>/<slug:verb>/", tasks.task_end, name="task-end"),
    path("complaints/<int:complaint_id>/tasks/", tasks.complaint_tasks, name="tasks"),
    path("complaints/<int:complaint_id>/mediation/", mediation.mediation_page, name="mediation"),
    path("complaints/<int:complaint_id>/statements/", mediation.statement_new, name="statement"),
    path("complaints/<int:complaint_id>/mediation/open/", mediation.mediation_new, name="mediation-open"),
    path(
        "complaints/<int:complaint_id>/mediation/<int:mediation_id>/<slug:verb>/",
        mediation.mediation_end,
        name="mediation-end",
    ),
    path("complaints/<int:complaint_id>/apologies/", mediation.apology_new, name="apology"),
    path("complaints/<int:complaint_id>/apologies/<int:apology_id>/", mediation.apology_given, name="apology-given"),
    path("complaints/<int:complaint_id>/compensation/", compensation.compensation_of, name="compensation-of"),
    path("complaints/compensation/", compensation.compensation_list, name="compensation-list"),
    path("complaints/compensation/rules/", compensation_rules.rules, name="compensation-rules"),
    path("complaints/compensation/rules/<int:party_id>/", compensation_rules.rules_new, name="compensation-rules-new"),
    path(
        "complaints/compensation/<int:compensation_id>/receipt/",
        compensation.compensation_receipt,
        name="compensation-receipt",
    ),
    path(
        "complaints/compensation/<int:compensation_id>/<slug:verb>/",
        compensation.compensation_act,
        name="compensation-act",
    ),
    path("complaints/<int:complaint_id>/learning/", learning.learning_of, name="learning-of"),
    path("complaints/<int:complaint_id>/learning/<slug:what>/", learning.learn, name="learn"),
    path("complaints/actions/<int:action_id>/<slug:verb>/", learning.action_act, name="action-act"),
    path("complaints/causes/", causes.causes_page, name="causes"),
    path("complaints/causes/cases/", causes.causes_cases, name="causes-cases"),
    path("complaints/causes/rule/<int:venue_id>/", causes.cause_rule, name="cause-rule"),
]
