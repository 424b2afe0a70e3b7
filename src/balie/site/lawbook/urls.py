"""Addresses of the law pages."""

from django.urls import path

from balie.site.lawbook import views

app_name = "lawbook"
urlpatterns = [
    path("", views.packs, name="packs"),
    path("packs/<slug:name>/", views.pack, name="pack"),
    path("provisions/<slug:name>/", views.provision, name="provision"),
]
