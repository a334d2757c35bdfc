from django.urls import path

from complaints.api.conversation import Messages
from complaints.api.costs import Claims, ClaimSteps, OneClaim, Receipts
from complaints.api.house import HouseLimits
from complaints.api.views import Complaints, OneComplaint, Steps

urlpatterns = [
    path("complaints/", Complaints.as_view(), name="api-complaints"),
    path("complaints/<int:complaint_id>/", OneComplaint.as_view(), name="api-complaint"),
    path("complaints/<int:complaint_id>/steps/", Steps.as_view(), name="api-complaint-steps"),
    path("complaints/<int:complaint_id>/messages/", Messages.as_view(), name="api-complaint-messages"),
    path("claims/", Claims.as_view(), name="api-claims"),
    path("claims/<int:claim_id>/", OneClaim.as_view(), name="api-claim"),
    path("claims/<int:claim_id>/receipts/", Receipts.as_view(), name="api-claim-receipts"),
    path("claims/<int:claim_id>/steps/", ClaimSteps.as_view(), name="api-claim-steps"),
    path("venues/<int:venue_id>/limits/", HouseLimits.as_view(), name="api-house-limits"),
]
