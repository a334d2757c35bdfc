from django.urls import path

from members.api.bills import Bills, OneBill

urlpatterns = [
    path("bills/", Bills.as_view(), name="api-bills"),
    path("bills/<int:bill_id>/", OneBill.as_view(), name="api-bill"),
]
