from django.urls import path

from billing.api.views import TraceView

urlpatterns = [path("trace/<str:invoice_no>/", TraceView.as_view(), name="api-trace")]
