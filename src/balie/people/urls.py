"""Addresses for coming in, going out, and one's own account."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from balie.people import own, views
from balie.people.access import for_everyone

app_name = "accounts"
urlpatterns = [
    path("", own.own, name="own"),
    path("sessions/end/", own.end_sessions, name="end_sessions"),
    path("login/", views.SignIn.as_view(), name="login"),
    path("login/<str:token>/", views.one_time_login, name="one_time_login"),
    path("forgotten/", views.forgotten, name="forgotten"),
    path("logout/", for_everyone(LogoutView.as_view()), name="logout"),
    path("password/", views.password, name="password"),
    path("second-factor-needed/", views.second_factor_needed, name="second_factor_needed"),
]
