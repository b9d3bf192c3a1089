"""The front door: who is led where, on each face."""

import pytest

from organization import services
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("face", "visitor", "colleague"),
    [("both", "/open/", "/desk/"), ("public", "/open/", "/open/"), ("staff", "/desk/", "/desk/")],
)
def test_the_front_door_leads_into_a_face_that_is_there(client, settings, face, visitor, colleague):
    settings.SITE_FACE = face

    led = [client.get("/").url]
    client.force_login(factories.person(), backend="django.contrib.auth.backends.ModelBackend")
    led.append(client.get("/").url)

    assert led == [visitor, colleague]


@pytest.mark.parametrize(
    ("role", "work"), [("sysadmin", "账号"), ("secadmin", "授权"), ("auditor", "审计记录"), ("filer", "")]
)
def test_an_administrator_finds_the_own_work_on_an_empty_desk(client, role, work):
    person = factories.person()
    services.grant(by=factories.system(), person=person, role=role, department=factories.root())
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    shown = client.get("/desk/").context

    assert (str(shown["work"]), str(shown["navigation"][-1]["label"])) == (work, work or "机构")
