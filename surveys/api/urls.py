from django.urls import path

from surveys.api.results import WaveResults
from surveys.api.waves import OneWave, Waves

urlpatterns = [
    path("surveys/waves/", Waves.as_view(), name="api-waves"),
    path("surveys/waves/<int:wave_id>/", OneWave.as_view(), name="api-wave"),
    path("surveys/waves/<int:wave_id>/results/", WaveResults.as_view(), name="api-wave-results"),
]
