"""The front door: who is led where, on each face."""

import pytest

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
