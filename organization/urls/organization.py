"""Addresses mounted under /organization/."""

from django.urls import path

from organization.views import accounts, bodies, calendar, channels, delegations, grants, posts, relatives, trail, units

app_name = "organization"
urlpatterns = [
    path("", units.home, name="home"),
    path("departments/", units.departments, name="departments"),
    path("departments/new/", units.add, name="add_department"),
    path("departments/<str:code>/", units.department, name="department"),
    path("departments/<str:code>/edit/", units.edit, name="edit_department"),
    path("departments/<str:code>/move/", units.move, name="move_department"),
    path("departments/<str:code>/retire/", units.retire, name="retire_department"),
    path("departments/<str:code>/posts/new/", posts.add, name="add_post"),
    path("posts/", posts.posts, name="posts"),
    path("posts/<str:code>/", posts.post, name="post"),
    path("posts/<str:code>/edit/", posts.edit, name="edit_post"),
    path("posts/<str:code>/retire/", posts.retire, name="retire_post"),
    path("posts/<str:code>/tenures/new/", posts.begin_tenure, name="begin_tenure"),
    path("tenures/<int:pk>/end/", posts.end_tenure, name="end_tenure"),
    path("people/<int:pk>/", posts.person, name="person"),
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/new/", bodies.open_body, name="open_body"),
    path("bodies/<int:pk>/", bodies.body, name="body"),
    path("bodies/<int:pk>/members/new/", bodies.begin_membership, name="begin_membership"),
    path("memberships/<int:pk>/end/", bodies.end_membership, name="end_membership"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<int:pk>/clear/", calendar.clear_day, name="clear_calendar_day"),
    path("hospital/", units.hospital, name="hospital"),
    path("delegations/new/", delegations.add, name="delegate"),
    path("delegations/<int:pk>/revoke/", delegations.revoke, name="revoke_delegation"),
    path("relatives/new/", relatives.add, name="declare_relative"),
    path("relatives/<int:pk>/withdraw/", relatives.withdraw, name="withdraw_relative"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.add, name="open_account"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/edit/", accounts.edit, name="change_account"),
    path("accounts/<int:pk>/password/", accounts.reset, name="reset_password"),
    path("accounts/<int:pk>/retire/", accounts.retire, name="retire_account"),
    path("accounts/<int:pk>/reopen/", accounts.reopen, name="reopen_account"),
    path("deliveries/", channels.deliveries, name="deliveries"),
    path("deliveries/retry/", channels.retry_deliveries, name="retry_deliveries"),
    path("grants/", grants.grants, name="grants"),
    path("grants/<int:pk>/", grants.person, name="person_grants"),
    path("grants/revoke/<int:pk>/", grants.revoke, name="revoke_grant"),
    path("trail/", trail.trail, name="trail"),
]
