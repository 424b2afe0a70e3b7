"""Addresses of the register."""

from django.urls import path

from balie.register import assessment_views, views

app_name = "register"
urlpatterns = [
    path("systems/", views.systems, name="systems"),
    # one system: description, versions, links, history
    path("systems/<int:key>/", views.system, name="system"),
    # questions
    # assessments, changes, what-if
    path("systems/<int:key>/assessments/", assessment_views.assessments, name="assessments"),
    path("systems/<int:key>/assessments/<int:number>/", assessment_views.assessment, name="assessment"),
    path("systems/<int:key>/assessments/<int:number>/sign/", assessment_views.sign, name="sign"),
    path("systems/<int:key>/signatures/<int:number>/withdraw/", assessment_views.withdraw, name="withdraw"),
    # suppliers
    # import and export
    # organisation
]
