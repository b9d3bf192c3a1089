"""What docker-compose.yml starts, read once for the tests of deployment and of the processes."""

import re
import shlex
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]


def commands(service):
    """The programs that a service starts: its command and its health check, each as words."""
    found = [shlex.split(SERVICES[service].get("command", ""))]
    if found[0][:2] == ["sh", "-c"]:
        found = [shlex.split(part.removeprefix("exec ")) for part in re.split(r"\s*&&\s*", found[0][2])]
    return [words for words in [*found, SERVICES[service]["healthcheck"]["test"][1:]] if words]


def program(service, name):
    """The words of the command that starts `name` in the service."""
    return next(words for words in commands(service) if words[0] == name)
