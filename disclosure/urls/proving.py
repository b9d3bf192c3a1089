"""Pages of the public face by which a reader checks that nothing was altered or hidden."""

from django.urls import URLPattern, path

from disclosure.views import chain, files, verifying

urlpatterns: list[URLPattern] = [
    path("chain/", chain.chain, name="chain"),
    path("chain.json", chain.as_json, name="chain_json"),
    path("chain/<int:sequence>/", chain.link, name="link"),
    path("chain/<int:sequence>.json", chain.content, name="content"),
    path("files/<sha256:sha256>.<str:extension>", files.file, name="file"),
    path("verify/", verifying.verify, name="verify"),
    path("verify/verify_site.py", files.script, name="script"),
]
