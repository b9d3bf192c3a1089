"""Pages of the public face on which a reader answers back."""

from django.urls import path

from disclosure.views import asking, rating

urlpatterns = [
    path("ask/", asking.ask, name="ask"),
    path("receipt/", asking.receipt, name="receipt"),
    path("report/", asking.report, name="report"),
    path("rate/", rating.rate, name="rate"),
    path("rate/<str:code>/", rating.rate_slip, name="rate_slip"),
]
