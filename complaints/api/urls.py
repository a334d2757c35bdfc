from django.urls import path

from complaints.api.conversation import Messages
from complaints.api.views import Complaints, OneComplaint, Steps

urlpatterns = [
    path("complaints/", Complaints.as_view(), name="api-complaints"),
    path("complaints/<int:complaint_id>/", OneComplaint.as_view(), name="api-complaint"),
    path("complaints/<int:complaint_id>/steps/", Steps.as_view(), name="api-complaint-steps"),
    path("complaints/<int:complaint_id>/messages/", Messages.as_view(), name="api-complaint-messages"),
]
