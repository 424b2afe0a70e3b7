"""Addresses of the register."""

from django.urls import path

from balie.register import views

app_name = "register"
urlpatterns = [
    path("", views.systems, name="systems"),
    path("<int:key>/", views.system, name="system"),
]
