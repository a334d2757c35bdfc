from django.urls import path

from contracts.web.archive import searching

urlpatterns = [
    path("contracts/search/", searching.search, name="search"),
    path("contracts/search/export.csv", searching.search_export, name="search-export"),
]
