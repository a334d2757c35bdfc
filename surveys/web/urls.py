"""The addresses of surveys: each room lists its own in ``urls.py``, and is put together here."""

from surveys.web.designing.urls import urlpatterns as of_designing
from surveys.web.doors.urls import urlpatterns as of_doors
from surveys.web.improving.urls import urlpatterns as of_improving
from surveys.web.results.urls import urlpatterns as of_results
from surveys.web.waves.urls import urlpatterns as of_waves

app_name = "surveys"
urlpatterns = [
    *of_designing,
    *of_doors,
    *of_waves,
    *of_results,
    *of_improving,
]
