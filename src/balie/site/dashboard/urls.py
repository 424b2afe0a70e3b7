"""Addresses of the start page and the lists behind it."""

from django.urls import path

from balie.site.dashboard import views

app_name = "dashboard"
urlpatterns = [
    path("per-system/", views.counted, {"by": "system"}, name="by_system"),
    path("per-channel/", views.counted, {"by": "channel"}, name="by_channel"),
    path("<slug:key>/", views.listed, name="list"),
]
