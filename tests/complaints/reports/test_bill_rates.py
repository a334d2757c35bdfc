"""Complaints per 1,000 bills: the figure, what it is out of, and the rows behind it."""

import pytest
from django.test import Client
from django.urls import reverse

from complaints.domain.reports.bill_rates import bill_rates
from complaints.domain.reports.cuts import Cut
from complaints.models import Complaint
from foundation.periods import month_at
from members.domain.bills.recording import record_bill
from parties.domain.roles import Role
from tests.complaints.factories import NOW, house, logged
from tests.members.bills.factories import new_bill

pytestmark = pytest.mark.django_db


def test_the_rate_says_what_it_is_out_of_and_opens_its_rows() -> None:
    ktv = house()
    by, promoter = ktv.scope(Role.VENUE_MANAGER), ktv.people[Role.PROMOTER]
    for number in range(8):
        seller = promoter.pk if number < 4 else None
        sent = new_bill(ktv.venue, number=f"B{number}", happened_at=NOW, promoter_id=seller)
        record_bill(sent, by=by, at=NOW)
    record_bill(new_bill(ktv.venue, number="R", happened_at=NOW, refund_of="B0", amount_fen=1), by=by, at=NOW)
    about, _other, dismissed = (logged(ktv) for _each in range(3))
    Complaint.objects.filter(pk=about.pk).update(concerns=promoter)
    Complaint.objects.filter(pk=dismissed.pk).update(state="dismissed", closed_at=NOW)
    cut = Cut(month_at(NOW))
    rates = {(rate.field, rate.complaints, rate.bills, rate.per_thousand) for rate in bill_rates(cut, by)}
    assert rates == {("venue", 2, 8, 250.0), ("concerns", 1, 4, 250.0)}
    assert bill_rates(Cut(month_at(NOW).previous), by) == []
    client = Client(headers={"accept-language": "en"})
    client.force_login(ktv.people[Role.VENUE_MANAGER])
    page = client.get(reverse("complaints:report"), {"period": cut.period.code})
    assert "Complaints per 1,000 bills" in page.content.decode() or "每千单投诉数" in page.content.decode()
    counts = [client.get(address).context["count"] for _rate, address in page.context["bill_rates"]]
    assert counts == [2, 1]
