from django.urls import path

from contracts.web.targets import targets

urlpatterns = [
    path("contracts/<int:contract_id>/targets/", targets.targets, name="targets"),
    path(
        "contracts/<int:contract_id>/targets/<int:measurement_id>/", targets.measurement_file, name="measurement-file"
    ),
]
