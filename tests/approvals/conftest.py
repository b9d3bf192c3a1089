"""A hospital whose approvals are walked, and the two ways a person reaches its pages."""

import uuid

import pytest

from tests.approvals import factories


@pytest.fixture
def world():
    return factories.world()


@pytest.fixture
def committee(world):
    """Nine members: the chair, the member, and seven more."""
    world.others["members"] = [world.chair, world.member, *(factories.another_member(world) for _number in range(7))]
    return world


@pytest.fixture
def visit(client):
    """`visit(person, address)` opens an address as that person."""

    def enter(person, address, **query):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client.get(address, query)

    return enter


@pytest.fixture
def send(client):
    """`send(person, address, …)` posts a form as that person."""

    def enter(person, address, **fields):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client.post(address, {"form_key": str(uuid.uuid4()), **fields})

    return enter
