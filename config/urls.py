"""Root addresses; `SITE_FACE` decides which of the two faces is mounted."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from config import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.front.front, name="front"),
    path("healthz", views.front.healthz, name="healthz"),
]
if settings.SITE_FACE in ("public", "both"):
    urlpatterns += [
        path("open/", include("disclosure.urls.public")),
        path("", include("disclosure.urls.root")),
    ]
if settings.SITE_FACE in ("staff", "both"):
    urlpatterns += [
        path("desk/", include("config.desk")),
        path("accounts/", include("organization.urls.accounts")),
        path("organization/", include("organization.urls.organization")),
        path("powers/", include("powers.urls")),
        path("risks/", include("risks.urls")),
        path("controls/", include("controls.urls")),
        path("approvals/", include("approvals.urls")),
        path("supervision/", include("supervision.urls")),
        path("disclosure/", include("disclosure.urls.desk")),
        path("", include("core.urls")),
    ]
