"""Addresses of the register."""

from django.urls import path

from balie.register import views

app_name = "register"
urlpatterns = [
    path("systems/", views.systems, name="systems"),
    # one system: description, versions, links, history
    path("systems/<int:key>/", views.system, name="system"),
    # questions
    # assessments, changes, what-if
    # suppliers
    # import and export
    # organisation
]
