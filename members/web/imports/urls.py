from django.urls import path

from members.web.imports import imports, merges

urlpatterns = [
    path("members/imports/", imports.import_list, name="imports"),
    path("members/imports/new/", imports.import_new, name="import-new"),
    path("members/imports/<int:import_id>/", imports.import_page, name="import"),
    path("members/imports/<int:import_id>/state/", imports.import_state, name="import-state"),
    path("members/imports/<int:import_id>/columns/", imports.import_columns, name="import-columns"),
    path("members/imports/<int:import_id>/step/", imports.import_step, name="import-step"),
    path("members/imports/<int:import_id>/rejected/", imports.import_errors, name="import-errors"),
    path("members/duplicates/", merges.duplicates, name="duplicates"),
    path("members/duplicates/<int:merge_id>/undo/", merges.merge_undo, name="merge-undo"),
]
