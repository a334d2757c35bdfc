from django.urls import path

from surveys.api.waves import OneWave, Waves

urlpatterns = [
    path("surveys/waves/", Waves.as_view(), name="api-waves"),
    path("surveys/waves/<int:wave_id>/", OneWave.as_view(), name="api-wave"),
]
