"""Addresses for coming in and going out."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from balie.people import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("login/<str:token>/", views.one_time_login, name="one_time_login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", views.password, name="password"),
]
