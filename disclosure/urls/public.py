"""Addresses mounted under /open/: reading, proving, answering back."""

from disclosure.urls import answering, proving, reading

app_name = "disclosure"
urlpatterns = [*reading.urlpatterns, *proving.urlpatterns, *answering.urlpatterns]
