"""What the data migration makes of regulations that were in the library before there were versions."""

from importlib import import_module

import pytest
from django.apps import apps

from powers.models import Regulation, RegulationVersion
from tests import factories as people

pytestmark = pytest.mark.django_db
FILL = import_module("powers.migrations.0004_fill_versions_of_regulations_in_the_library").fill


def test_a_regulation_of_the_library_stays_as_it_is_in_force_and_not_assessed():
    Regulation.objects.create(
        code="ZD-01", name="采购办法", kind="procedure", department=people.department(), edition="第6版"
    )

    FILL(apps, None)

    version = RegulationVersion.objects.get()
    assert (version.state, version.is_existing, version.edition, version.drafted_by) == (
        "in_force",
        True,
        "第6版",
        people.system(),
    )
    assert version.history.filter(history_user=people.system()).count() == 1
