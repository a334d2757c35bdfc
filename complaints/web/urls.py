from django.urls import path

from complaints.web.cases import detail, files, queue
from complaints.web.intake import logging

app_name = "complaints"
urlpatterns = [
    path("complaints/", queue.complaint_list, name="list"),
    path("complaints/log/", logging.log, name="log"),
    path("complaints/<int:complaint_id>/", detail.complaint_detail, name="detail"),
    path("complaints/<int:complaint_id>/step/", detail.complaint_step, name="step"),
    path("complaints/<int:complaint_id>/evidence/", detail.complaint_evidence, name="evidence"),
    path("complaints/<int:complaint_id>/evidence/<int:evidence_id>/", files.evidence_file, name="file"),
    path("complaints/<int:complaint_id>/clocks/<int:clock_id>/owner/", detail.clock_owner, name="clock-owner"),
]
