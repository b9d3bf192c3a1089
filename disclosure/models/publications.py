"""公开事项: what was published, each a link of a hash chain; the views that the public face reads of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import get_urlconf, reverse
from django.utils.translation import gettext_lazy as _

from disclosure.states import Face, FileKind, PublicationKind, PublicationState, Topic
from powers.states import DisclosureScope, PowerCategory


class Publication(models.Model):
    """公开事项: a frozen link of the chain of its face; what may be read of it stands in `content`.

    A withdrawal and the hashes of printed sheets are links too, so that neither can be hidden.
    """

    face = models.CharField(max_length=6, choices=Face.choices, default=Face.OPEN)
    """Each face has a chain of its own: what is open inside the hospital only is no link of the public one."""
    sequence = models.BigIntegerField(_("公开序号"))
    kind = models.CharField(max_length=12, choices=PublicationKind.choices, default=PublicationKind.POWER)
    topic = models.CharField(_("栏目"), max_length=12, choices=Topic.choices, default=Topic.POWERS, db_index=True)
    item = models.ForeignKey("DisclosureItem", models.PROTECT, null=True, blank=True, related_name="publications")
    scope = models.CharField(
        _("公开范围"), max_length=14, choices=DisclosureScope.choices, default=DisclosureScope.SOCIETY
    )
    code = models.CharField(_("编码"), max_length=60, db_index=True)
    lineage_key = models.CharField(max_length=36, db_index=True)
    """The same over all versions of one thing."""
    title = models.CharField(_("名称"), max_length=120)
    category = models.CharField(_("类别"), max_length=2, choices=PowerCategory.choices, blank=True, db_index=True)
    """Of a power."""
    department_code = models.CharField(max_length=20, db_index=True)
    department_name = models.CharField(_("部门"), max_length=60)
    content = models.JSONField()
    """Allowed fields only (see `disclosure.calculations`), a drawing as SVG text among them."""
    search_text = models.TextField(editable=False)
    state = models.CharField(max_length=10, choices=PublicationState.choices, default=PublicationState.PUBLISHED)
    published_at = models.DateTimeField(_("公开时间"))
    ended_at = models.DateTimeField(null=True, blank=True)
    content_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "code", "id"], name="publication_state_code"),
            models.Index(fields=["face", "state", "topic", "-sequence"], name="publication_topic"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["face", "sequence"], name="publication_sequence_once_a_face"),
            models.UniqueConstraint(
                fields=["face", "kind", "lineage_key"],
                condition=Q(state=PublicationState.PUBLISHED),
                name="one_publication_open_a_thing",
            ),
            models.CheckConstraint(
                condition=Q(state=PublicationState.PUBLISHED, ended_at__isnull=True)
                | Q(~Q(state=PublicationState.PUBLISHED), ended_at__isnull=False),
                name="publication_ended_has_time",
            ),
            models.CheckConstraint(
                condition=Q(face=Face.OPEN, scope=DisclosureScope.SOCIETY)
                | Q(Q(face=Face.INSIDE), ~Q(scope=DisclosureScope.SOCIETY)),
                name="publication_face_fits_its_scope",
            ),
            models.CheckConstraint(condition=~Q(scope=DisclosureScope.NONE), name="publication_is_open_to_somebody"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reached(page_of(self.kind, code=self.code, sequence=self.sequence, face=self.face))


class PublicationFile(models.Model):
    """A file of a publication, kept in the database: the public face may run where no other disk is.

    The hash of an attachment stands in the publication's content; that of a printed sheet, made after it, in the later link
    `chained_in`.
    """

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=10, choices=FileKind.choices)
    name = models.CharField(_("文件名"), max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    data = models.BinaryField()
    chained_in = models.ForeignKey(Publication, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "sha256"], name="publication_file_once"),
            models.CheckConstraint(
                condition=Q(kind=FileKind.ATTACHMENT, chained_in__isnull=True)
                | Q(kind=FileKind.PRINT, chained_in__isnull=False),
                name="printed_sheet_is_chained",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def extension(self) -> str:
        """As it stands in the file's address."""
        return self.name.rpartition(".")[2].lower() or "bin"


class OpenPublication(models.Model):
    """What the public face may read of publications: a database view of those that stand open to society."""

    sequence = models.BigIntegerField(_("公开序号"))
    kind = models.CharField(max_length=12, choices=PublicationKind.choices)
    topic = models.CharField(max_length=12, choices=Topic.choices)
    item_code = models.CharField(max_length=20)
    item_name = models.CharField(max_length=80)
    code = models.CharField(max_length=60)
    lineage_key = models.CharField(max_length=36)
    title = models.CharField(max_length=120)
    category = models.CharField(max_length=2, choices=PowerCategory.choices)
    department_code = models.CharField(max_length=20)
    department_name = models.CharField(max_length=60)
    content = models.JSONField()
    search_text = models.TextField()
    published_at = models.DateTimeField()
    content_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        managed = False
        db_table = "disclosure_open"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reached(page_of(self.kind, code=self.code, sequence=self.sequence))


class OpenLink(models.Model):
    """Every link of the public chain, a database view: of what has ended its hashes and times, never its text.

    Title and content are there of withdrawals and printed sheets, which hold hashes and a reason only; `file_hashes` are
    the SHA-256 of attachments, so that an old one is still known for genuine.
    """

    sequence = models.BigIntegerField()
    kind = models.CharField(max_length=12, choices=PublicationKind.choices)
    item_name = models.CharField(max_length=80)
    code = models.CharField(max_length=60)
    lineage_key = models.CharField(max_length=36)
    department_name = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=PublicationState.choices)
    content = models.JSONField(null=True)
    published_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    content_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    file_hashes = models.JSONField(default=list)

    class Meta:
        managed = False
        db_table = "disclosure_open_link"

    def __str__(self) -> str:
        return f"{self.sequence} {self.code}"

    def get_absolute_url(self) -> str:
        return reached(open_path("link", self.sequence))


class OpenFile(models.Model):
    """Files of what stands open to society: a database view."""

    publication_id = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=FileKind.choices)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()

    class Meta:
        managed = False
        db_table = "disclosure_open_file"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reached(open_path("file", self.sha256, self.extension))

    @property
    def extension(self) -> str:
        """As it stands in the file's address."""
        return self.name.rpartition(".")[2].lower() or "bin"


def page_of(kind: str, *, code: str, sequence: int, face: str = Face.OPEN) -> str:
    """Where a publication is read: at the desk what is open inside only, under `/open/` the rest."""
    if face == Face.INSIDE:
        return reverse("disclosure_desk:inside", args=[sequence])
    if kind == PublicationKind.POWER:
        return open_path("power", code)
    if kind in PublicationKind.of_content():
        return open_path("item", code)
    return open_path("link", sequence)


def open_path(name: str, *arguments: object) -> str:
    """An address of the public face, also in a process that does not mount it."""
    return f"/open{reverse(name, urlconf='disclosure.urls.public', args=arguments)}"


def reached(path: str) -> str:
    """As a link: where this process is the desk alone, readers are sent to the public face's own host.

    Not while it exports the public face, whose addresses (`request.urlconf`) are then all there are.
    """
    is_desk = settings.SITE_FACE == "staff" and get_urlconf(settings.ROOT_URLCONF) == settings.ROOT_URLCONF
    is_elsewhere = is_desk and path.startswith("/open/")
    return f"{settings.OPEN_URL.rstrip('/')}{path}" if is_elsewhere else path
