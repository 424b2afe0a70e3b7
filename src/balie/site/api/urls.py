"""Addresses of what people read and do about the API; those of its operations are in `entry`."""

from django.urls import path

from balie.site.api import views

app_name = "api"
urlpatterns = [
    path("api/openapi.json", views.specification, name="openapi"),
]
