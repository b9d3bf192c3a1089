"""What every form of the desk shares: examples, sections, filters of lists, and choices that are searched."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.documents import uploads


@dataclass(frozen=True)
class Section:
    """A titled part of a long form, with how far it is filled in."""

    slug: str
    title: str
    fields: list[forms.BoundField]
    help: str
    is_complete: bool
    has_errors: bool


class Versioned(forms.Form):
    """Sends back which version the person saw, where `initial` names one: the service refuses what came too late."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "version" not in self.initial:
            del self.fields["version"]


class Guided:
    """Mixin for forms: `examples` stand under their fields, `parts` divide a long form.

    `examples` are (field name, example) and `parts` (slug, title, field names[, help]); fields in no part follow in one
    without a title. `conditional` names fields that are required only sometimes: they are not marked 选填. `due` names those
    a draft may lack and a submission may not: a part is complete only with them.
    """

    examples: ClassVar[Sequence[tuple[str, Any]]] = ()
    conditional: ClassVar[Sequence[str]] = ()
    due: ClassVar[Sequence[str]] = ()
    parts: ClassVar[Sequence[tuple]] = ()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, example in self.examples:
            if name in self.fields:  # type: ignore[attr-defined]
                self.fields[name].example = example  # type: ignore[attr-defined]
        for name in self.conditional:
            if name in self.fields:  # type: ignore[attr-defined]
                self.fields[name].is_conditional = True  # type: ignore[attr-defined]
        for name in self.due:
            self.fields[name].is_due = True  # type: ignore[attr-defined]
        for field in self.fields.values():  # type: ignore[attr-defined]
            _ask_plainly(field)

    def sections(self) -> list[Section]:
        """The form's parts in order, each with its bound fields."""
        named = [name for part in self.parts for name in part[2]]
        rest = [field.name for field in self.visible_fields() if field.name not in named]  # type: ignore[attr-defined]
        parts = [*self.parts, ("rest", "", rest)] if rest else self.parts
        return [self._section(*part) for part in parts]

    def _section(self, slug: str, title: str, names: Sequence[str], help: str = "") -> Section:
        fields = [self[name] for name in names if name in self.fields]  # type: ignore[attr-defined,index]
        required = [field for field in fields if field.field.required or field.name in self.due]
        return Section(
            slug=slug,
            title=title,
            fields=fields,
            help=help,
            is_complete=bool(fields) and all(_is_filled(field) for field in required or fields),
            has_errors=any(field.errors for field in fields),
        )


def _ask_plainly(field: forms.Field) -> None:
    """Say what is to be done about an empty field, unless the form says it better."""
    if field.error_messages.get("required") is forms.Field.default_error_messages["required"]:
        is_choice = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
        field.error_messages["required"] = gettext_lazy("请选择一项。") if is_choice else gettext_lazy("请填写这一项。")


def _is_filled(field: forms.BoundField) -> bool:
    return field.value() not in (None, "", [], ())


class Filters(forms.Form):
    """The filters of a list: a GET form whose fields each narrow the rows.

    A field `x` narrows through `filter_x(rows, value)` when the form has it, else through its lookup in `lookups`,
    pairs of field name and lookup (default: the field's own name). A field with a value that can't be read is ignored and says so beside it.
    """

    lookups: ClassVar[Sequence[tuple[str, str]]] = ()

    def __init__(self, *args: Any, by: Any = None, rows: QuerySet | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.by = by
        self.rows = rows
        self.prepare()

    def prepare(self) -> None:
        """Fill in the choices that depend on the person, `self.by`, and on the rows filtered, `self.rows`."""

    def narrow(self, rows: QuerySet) -> QuerySet:
        """The rows that pass every filter that has a value."""
        for name, value in self.chosen():
            special: Callable[[QuerySet, Any], QuerySet] | None = getattr(self, f"filter_{name}", None)
            rows = special(rows, value) if special else rows.filter(**{self._lookup(name, value): value})
        return rows

    def chosen(self) -> Iterator[tuple[str, Any]]:
        """Names and values of the filters in use."""
        self.is_valid()
        for name, value in self.cleaned_data.items():
            if value is None or value is False or (hasattr(value, "__len__") and not len(value)):
                continue
            yield name, value

    def _lookup(self, name: str, value: Any) -> str:
        lookup = dict(self.lookups).get(name, name)
        return f"{lookup}__in" if isinstance(value, list | tuple | QuerySet) else lookup


class LongChoice(forms.Select):
    """A choice among many: a plain select without JavaScript, type-to-find with it.

    `words(value, label)` gives more text to find an option by, such as pinyin; it is put beside the option.
    """

    def __init__(self, *args: Any, words: Callable[[Any, str], str] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.words = words
        self.attrs["data-choice"] = ""

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        if self.words and value:
            option["attrs"]["data-words"] = self.words(getattr(value, "instance", None) or value, str(label))
        return option


class ManyChoices(forms.CheckboxSelectMultiple):
    """Several of many: checkboxes in a box that scrolls, under the titles of their groups; with JavaScript a box above
    narrows them to what is typed and tells how many are chosen.

    `words` as in `LongChoice`; `group(value)` gives the title of the group an option stands in, "" for none: options of
    one group are brought together, where the first of them stands.
    """

    template_name = "django/forms/widgets/many_choices.html"

    def __init__(
        self,
        *args: Any,
        words: Callable[[Any, str], str] | None = None,
        group: Callable[[Any], str] | None = None,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.words = words
        self.group = group

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        if self.words:
            option["words"] = self.words(getattr(value, "instance", None) or value, str(label))
        return option

    def optgroups(self, name, value, attrs=None):
        found: dict[str, list[dict[str, Any]]] = {}
        for title, options, _index in super().optgroups(name, value, attrs):
            for option in options:
                chosen = getattr(option["value"], "instance", None) or option["value"]
                found.setdefault(self.group(chosen) if self.group else title or "", []).append(option)
        return [(title, options, index) for index, (title, options) in enumerate(found.items())]


def search_words(value: Any, label: str) -> str:
    """What rows are searched by anyway, pinyin included, as `words` of a choice among them."""
    return str(getattr(value, "search_text", ""))


class DayInput(forms.DateInput):
    """A day picked in the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs, format="%Y-%m-%d")


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__({"accept": uploads.ACCEPT, **(attrs or {})})


class FilesField(forms.FileField):
    """Proof handed in as files: cleaned to a list of `uploads.Upload`, each checked by its content and size."""

    widget = FilesInput

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("help_text", uploads.HELP)
        super().__init__(*args, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[uploads.Upload]:
        files = [file for file in data or [] if file]
        if self.required and not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > uploads.MOST_FILES:
            raise ValidationError(_("一次最多 10 份，请分次上传。"))
        read, faults = [], []
        for file in files:
            try:
                read.append(uploads.read(super().clean(file, initial)))
            except ValidationError as error:
                faults.extend(error.error_list)
        if faults:
            raise ValidationError(faults)
        return read
