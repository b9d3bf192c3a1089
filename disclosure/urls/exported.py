"""What an exported site has of our addresses: the public face alone, whichever faces are mounted here."""

from django.urls import include, path

urlpatterns = [path("open/", include("disclosure.urls.public"))]
