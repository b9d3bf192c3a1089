"""What docker-compose.yml starts and which variables our code reads, for the tests of deployment, processes and docs."""

import re
import shlex
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OUR_CODE = [ROOT / "config/settings.py", ROOT / "config/health.py", ROOT / "config/management/commands/serve.py"]
READ = set(re.findall(r'(?:env\.\w+|environ\.get)\(\s*"([A-Z_]+)"', "\n".join(path.read_text() for path in OUR_CODE)))
"""Every variable of the environment that our code reads."""


def commands(service):
    """The programs that a service starts: its command and its health check, each as words."""
    found = [shlex.split(SERVICES[service].get("command", ""))]
    if found[0][:2] == ["sh", "-c"]:
        found = [shlex.split(part.removeprefix("exec ")) for part in re.split(r"\s*&&\s*", found[0][2])]
    return [words for words in [*found, SERVICES[service]["healthcheck"]["test"][1:]] if words]


def program(service, name):
    """The words of the command that starts `name` in the service."""
    return next(words for words in commands(service) if words[0] == name)
