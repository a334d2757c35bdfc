from django.urls import path

from members.web.bills import bills

urlpatterns = [
    path("members/bills/", bills.bill_list, name="bills"),
    path("members/bills/new/", bills.bill_new, name="bill-new"),
    path("members/bills/<int:bill_id>/", bills.bill_detail, name="bill"),
    path("members/bills/<int:bill_id>/refund/", bills.bill_refund, name="bill-refund"),
]
