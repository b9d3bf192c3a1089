"""What docker-compose.yml starts and which variables our code reads, for the tests of deployment, processes and docs."""

import os
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
FILLED_IN = {"COMPOSE_PROFILES", *re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text())}
"""Variables of .env that docker compose itself reads."""
NGINX = (ROOT / "config/nginx/lianfang.conf").read_text()


def nginx_site(
    folder, *, listen="8080 default_server", web="127.0.0.1:8000", public="127.0.0.1:8000", key="", static="", log="off"
):
    """The shipped configuration as the nginx image fills it in, with the addresses and folders of a test."""
    made = NGINX.replace("${OPEN_SERVER}", public).replace("${REFRESH_KEY}", key)
    made = made.replace("server web:8000;", f"server {web};").replace("/tmp/lianfang-cache", f"{folder}/cache")
    made = made.replace("listen 8080 default_server;", f"listen {listen};").replace(
        "alias /srv/static/", f"alias {static or '/srv/static'}/"
    )
    workers = "user root; " if os.geteuid() == 0 else ""  # pytest's folders are shut to everyone else
    text = f"{workers}pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{ access_log {log}; client_body_temp_path {folder}/bodies; {made} }}"
    (Path(folder) / "nginx.conf").write_text(text)
    return ["nginx", "-p", str(folder), "-c", f"{folder}/nginx.conf"]


def commands(service):
    """The programs that a service starts: its command and its health check, each as words."""
    found = [shlex.split(SERVICES[service].get("command", ""))]
    if found[0][:2] == ["sh", "-c"]:
        found = [shlex.split(part.removeprefix("exec ")) for part in re.split(r"\s*&&\s*", found[0][2])]
    return [words for words in [*found, SERVICES[service]["healthcheck"]["test"][1:]] if words]


def program(service, name):
    """The words of the command that starts `name` in the service."""
    return next(words for words in commands(service) if words[0] == name)
