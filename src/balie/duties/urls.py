"""Addresses of the duties, the tasks and the calendar."""

from django.urls import path

from balie.duties import calendar_views, duty_views, list_views, task_views

app_name = "duties"
_DUTY = "systems/<int:key>/duties/<slug:duty>/"
urlpatterns = [
    path("duties/", list_views.duties, name="duties"),
    path("duties/plan/", list_views.plan, name="plan"),
    path("duties/statements/<int:key>/withdraw/", duty_views.withdraw_statement, name="withdraw_statement"),
    path("duties/documents/<int:key>/", duty_views.download, name="download"),
    path("duties/documents/<int:key>/review/", duty_views.review, name="review"),
    path("duties/documents/<int:key>/withdraw/", duty_views.withdraw_document, name="withdraw_document"),
    path("systems/<int:key>/duties/", list_views.system_duties, name="system"),
    path(_DUTY, duty_views.duty, name="duty"),
    path(f"{_DUTY}attest/", duty_views.attest_duty, name="attest"),
    path(f"{_DUTY}document/", duty_views.add_file, name="add_file"),
    path(f"{_DUTY}plan/", duty_views.plan_duty, name="plan_duty"),
    path(f"{_DUTY}comment/", duty_views.comment, name="comment"),
    path(f"{_DUTY}task/", duty_views.task_for_duty, name="task_for_duty"),
    path(f"{_DUTY}ask/", duty_views.ask, name="ask"),
    path("tasks/", task_views.tasks, name="tasks"),
    path("tasks/asked/", task_views.asked, name="asked"),
    path("tasks/new/", task_views.new, name="task_new"),
    path("tasks/<int:key>/", task_views.task, name="task"),
    path("tasks/<int:key>/done/", task_views.done, name="task_done"),
    path("tasks/<int:key>/reopen/", task_views.reopen, name="task_reopen"),
    path("tasks/<int:key>/comment/", task_views.comment, name="task_comment"),
    path("calendar/", calendar_views.calendar, name="calendar"),
    path("calendar/law.ics", calendar_views.law_file, name="law_file"),
    path("calendar/share/", calendar_views.share, name="share"),
    path("calendar/stop/", calendar_views.stop_sharing, name="stop_sharing"),
    path("calendar/<str:token>.ics", calendar_views.feed, name="feed"),
]
