"""The members' addresses: each room lists its own in ``urls.py``, and is put together here."""

from members.web.bills.urls import urlpatterns as of_bills
from members.web.care.urls import urlpatterns as of_care
from members.web.imports.urls import urlpatterns as of_imports
from members.web.offers.urls import urlpatterns as of_offers
from members.web.points.urls import urlpatterns as of_points
from members.web.privacy.urls import urlpatterns as of_privacy
from members.web.registry.urls import urlpatterns as of_registry
from members.web.retention.urls import urlpatterns as of_retention

app_name = "members"
urlpatterns = [
    *of_registry,
    *of_privacy,
    *of_bills,
    *of_imports,
    *of_points,
    *of_offers,
    *of_care,
    *of_retention,
]
