"""A mypy plugin: behind LoginRequiredMiddleware `request.user` is a Person; the few open pages ask `is_authenticated`."""

from collections.abc import Callable

from mypy.plugin import AttributeContext, Plugin
from mypy.types import Instance, Type

REQUEST_USER = "django.http.request.HttpRequest.user"
PERSON = "organization.models.people.Person"


class RequestUser(Plugin):
    """Answers before django-stubs, whose answer is `Person | AnonymousUser`."""

    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        return self._person if fullname == REQUEST_USER else None

    def _person(self, context: AttributeContext) -> Type:
        found = self.lookup_fully_qualified(PERSON)
        return Instance(found.node, []) if found and found.node else context.default_attr_type


def plugin(version: str) -> type[Plugin]:
    """What mypy asks for."""
    return RequestUser
