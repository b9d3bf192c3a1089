"""What machines read: open data with its description, feeds, the map of the site, what robots may read."""

from collections.abc import Iterator
from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from core.calculations import sha256
from disclosure import queries
from disclosure.calculations import markdown, open_data
from disclosure.documents import open_data as open_data_documents
from disclosure.queries import public as public_queries
from disclosure.queries import public_data
from disclosure.states import Topic
from disclosure.views import shell
from organization import queries as organization_queries

PAGES = ("home", "powers", "catalogue", "answers", "data", "ask", "report", "rate", "verify", "chain")
"""Pages of the map besides those of what is open."""


@require_safe
@login_not_required
def data(request: HttpRequest) -> HttpResponse:
    """开放数据: the files, each described field by field, and what one may do with them."""
    found = queries.overview()
    context = {"datasets": list(open_data.DATASETS.values()), "licence": open_data.LICENCE}
    return shell.answer(request, "disclosure/data.html", version=found.version, context=lambda: context)


@require_safe
@login_not_required
def data_file(request: HttpRequest, name: str, format: str) -> HttpResponse:
    """One data set as a file."""
    dataset = open_data.DATASETS.get(name)
    if dataset is None or format not in open_data.FORMATS:
        return shell.missing(f"{name}.{format}")
    found, hospital = queries.overview(), organization_queries.hospital()
    is_catalogue = dataset is open_data.CATALOGUE
    told = public_queries.catalogue(found) if is_catalogue else []
    version = sha256([found.version, public_queries.catalogue_version(told), hospital.name, shell.release()])

    def make() -> HttpResponse:
        rows = told if is_catalogue else public_data.rows(name)
        text = open_data_documents.draw(dataset, rows, format, version=found.version, publisher=hospital.name)
        headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'} if format == "csv" else {}
        return HttpResponse(text, content_type=open_data.FORMATS[format], headers=headers)

    return shell.conditional(request, version=version, make=make)


@require_safe
@login_not_required
def feed(request: HttpRequest, topic: str = "") -> HttpResponse:
    """What was published last as Atom, of one topic or of all."""
    if topic and topic not in Topic.values:
        return shell.missing(f"{topic}.atom")
    found, hospital = queries.overview(), organization_queries.hospital()
    version = sha256([found.version, topic, hospital.name, settings.OPEN_URL, shell.release()])

    def make() -> HttpResponse:
        text = _feed(topic, publisher=hospital.name).writeString("utf-8")
        return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")

    return shell.conditional(request, version=version, make=make)


def _feed(topic: str, *, publisher: str) -> Atom1Feed:
    label = Topic(topic).label if topic else _("院务公开")
    here = reverse("disclosure:topic_feed", args=[topic]) if topic else reverse("disclosure:feed")
    where = reverse("disclosure:topic", args=[topic]) if topic else reverse("disclosure:home")
    feed = Atom1Feed(
        title=f"{publisher} {label}",
        link=shell.absolute(where),
        description="",
        feed_url=shell.absolute(here),
        author_name=publisher,
        language="zh-Hans",
    )
    for each in public_data.feed(topic):
        feed.add_item(
            title=each.title,
            link=shell.absolute(each.get_absolute_url()),
            description=shell.brief(markdown.plain(each.of_body or each.of_answer or each.of_content or "")),
            unique_id=f"{shell.absolute(each.get_absolute_url())}#{each.sequence}",
            pubdate=each.published_at,
            updateddate=each.published_at,
            author_name=each.department_name,
            categories=[str(each.get_topic_display())],
        )
    return feed


@require_safe
@login_not_required
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page worth finding, with the day it was published."""
    found = queries.overview()

    def make() -> HttpResponse:
        text = StringIO()
        xml = SimplerXMLGenerator(text, "utf-8", short_empty_elements=True)
        xml.startDocument()
        xml.startElement("urlset", AttributesImpl({"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}))
        for address, day in _addresses(found):
            xml.startElement("url", AttributesImpl({}))
            xml.addQuickElement("loc", shell.absolute(address))
            if day:
                xml.addQuickElement("lastmod", day)
            xml.endElement("url")
        xml.endElement("urlset")
        xml.endDocument()
        return HttpResponse(text.getvalue(), content_type="application/xml; charset=utf-8")

    version = sha256([found.version, settings.OPEN_URL, shell.release()])
    return shell.conditional(request, version=version, make=make)


def _addresses(found: queries.Overview) -> Iterator[tuple[str, str]]:
    """Pages that are always there, topics that have something, and every publication."""
    for name in PAGES:
        yield reverse(f"disclosure:{name}"), ""
    for topic, _count in found.counts("topic"):
        yield reverse("disclosure:topic", args=[topic]), ""
    for each in public_data.addresses():
        yield each.get_absolute_url(), timezone.localdate(each.published_at).isoformat()


@require_safe
@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    """What is public may be read by anybody; results of searches name the search as their page; the desk is not for robots."""
    lines = [
        "User-agent: *",
        f"Allow: {reverse('disclosure:home')}",
        f"Allow: {settings.STATIC_URL}",
        "Disallow: /",
        "",
        f"Sitemap: {shell.absolute(reverse('disclosure:sitemap'))}",
        "",
    ]
    response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    patch_cache_control(response, public=True, max_age=shell.MAX_AGE)
    return response
