"""Addresses of the desk."""

from django.urls import path

from balie.site.desk import (
    answers_views,
    board_views,
    inbox_views,
    letter_views,
    live,
    moves_views,
    proposals_views,
    staff_views,
)

app_name = "desk"
urlpatterns = [
    path("desk/", inbox_views.inbox, name="inbox"),
    path("desk/list/", inbox_views.listed, name="list"),
    path("desk/live/", live.live, name="live"),
    path("desk/next/", moves_views.next_one, name="next"),
    path("desk/duty/", staff_views.duty, name="duty"),
    path("desk/me/", staff_views.me, name="me"),
    path("desk/board/", board_views.board, name="board"),
    path("desk/conversations/", board_views.conversations, name="conversations"),
    path("desk/answers/", answers_views.answers, name="answers"),
    path("desk/answers/new/", answers_views.added, name="add-answer"),
    path("desk/answers/<int:key>/", answers_views.changed, name="change-answer"),
    path("desk/answers/<int:key>/remove/", answers_views.removed, name="remove-answer"),
    path("desk/proposals/", proposals_views.proposals, name="proposals"),
    path("desk/proposals/oversight/", proposals_views.overseen, name="oversight"),
    path("desk/proposals/<slug:own>/", proposals_views.proposal, name="proposal"),
    path("desk/proposals/<slug:own>/letter/", letter_views.letter, name="letter"),
    path("desk/proposals/<slug:own>/look/", proposals_views.looked, name="look"),
    path("desk/<int:key>/", inbox_views.inbox, name="talk"),
    path("desk/<int:key>/news/", inbox_views.news, name="news"),
    path("desk/<int:key>/<slug:move>/", moves_views.moved, name="move"),
]
