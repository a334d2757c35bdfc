from django.urls import URLPattern, path

from members.web.retention import behind, cohorts, counted, figures, months, rfm, targets, trials

urlpatterns: list[URLPattern] = [
    path("members/retention/", figures.figures_page, name="retention"),
    path("members/retention/figures.csv", figures.figures_csv, name="retention-csv"),
    path("members/retention/members/", behind.members_page, name="retention-members"),
    path("members/retention/members/members.csv", behind.members_csv, name="retention-members-csv"),
    path("members/retention/cohorts/", cohorts.cohorts_page, name="retention-cohorts"),
    path("members/retention/cohorts/cohorts.csv", cohorts.cohorts_csv, name="retention-cohorts-csv"),
    path("members/retention/map/", rfm.map_page, name="retention-map"),
    path("members/retention/months/", months.months_page, name="retention-months"),
    path("members/retention/trials/", trials.trials_page, name="retention-trials"),
    path("members/retention/trials/new/", trials.trial_new, name="retention-trial-new"),
    path("members/retention/trials/<int:trial_id>/", trials.trial_page, name="retention-trial"),
    path("members/retention/trials/<int:trial_id>/alone/", trials.trial_alone, name="retention-trial-alone"),
    path("members/retention/trials/<int:trial_id>/offered/", trials.trial_offered, name="retention-trial-offered"),
    path("members/retention/targets/", targets.targets_page, name="retention-targets"),
    path("members/retention/counted/", counted.counted_page, name="retention-counted"),
]
