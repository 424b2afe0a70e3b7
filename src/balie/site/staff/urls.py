"""Addresses of the people, of what auditors looked at, and of the page that leads to all settings."""

from django.urls import path

from balie.site.staff import person_views, views

app_name = "people"
urlpatterns = [
    path("settings/", views.settings_page, name="settings"),
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite, name="invite"),
    path("people/reads/", views.reads, name="reads"),
    path("people/<int:key>/", person_views.person, name="person"),
    path("people/<int:key>/roles/", person_views.roles, name="roles"),
    path("people/<int:key>/link/", person_views.link, name="link"),
    path("people/<int:key>/close/", person_views.close, name="close"),
    path("people/<int:key>/reopen/", person_views.reopen, name="reopen"),
    path("people/<int:key>/sessions/", person_views.sessions, name="sessions"),
    path("people/<int:key>/second-factor/", person_views.second_factor, name="second_factor"),
    path("people/<int:key>/mandate/", person_views.mandate, name="mandate"),
    path("people/<int:key>/mandate/withdraw/", person_views.withdraw, name="withdraw"),
]
