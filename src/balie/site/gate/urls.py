"""Addresses of the pages about the gateway."""

from django.urls import path

from balie.site.gate import views

app_name = "gate"
_AT = "systems/<int:key>/gateway/"
urlpatterns = [
    path(_AT, views.gateway, name="gateway"),
    path(f"{_AT}settings/", views.settings, name="settings"),
    path(f"{_AT}policy/", views.policy, name="policy"),
    path(f"{_AT}keys/", views.key_made, name="keys"),
    path(f"{_AT}keys/<int:number>/withdraw/", views.key_withdrawn, name="withdraw"),
    path(f"{_AT}halt/", views.halted, name="halt"),
    path(f"{_AT}resume/", views.resumed, name="resume"),
    path(f"{_AT}try/", views.tried, name="try"),
]
