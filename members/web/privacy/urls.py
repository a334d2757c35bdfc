from django.urls import path

from members.web.privacy import erasing, incidents, overview

urlpatterns = [
    path("members/privacy/", overview.privacy, name="privacy"),
    path("members/privacy/rule/", overview.keep_for_years, name="keeping-rule"),
    path("members/privacy/erasures/<int:erasure_id>/keep/", erasing.keep, name="erasure-keep"),
    path("members/privacy/incidents/", incidents.incident_new, name="incident-new"),
    path("members/privacy/incidents/<int:incident_id>/", incidents.incident, name="incident"),
    path("members/privacy/incidents/<int:incident_id>/told/", incidents.told, name="incident-told"),
    path("members/privacy/incidents/<int:incident_id>/hand/", incidents.hand, name="incident-hand"),
    path("members/privacy/incidents/<int:incident_id>/close/", incidents.close, name="incident-close"),
    path("members/<int:member_id>/erase/", erasing.erase, name="erase"),
    path("members/<int:member_id>/erase/ask/", erasing.ask, name="erase-ask"),
    path("members/<int:member_id>/file/", erasing.access, name="file"),
]
