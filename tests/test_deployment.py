"""Holds docker-compose.yml, Dockerfile, .env.example, nginx and the settings against each other; no engine is needed."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from config import health, setup_checks
from tests.deployment import COMPOSE, FILLED_IN, NGINX, READ, ROOT, SERVICES, commands, nginx_site, program

DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
EXAMPLE = (ROOT / ".env.example").read_text()
LISTENING_ONLY = {"HOST", "PORT"}
OUR_SERVICES = ("web", "public", "worker", "beat")
FOREIGN_PROGRAMS = {"postgres": {"pg_isready"}, "redis": {"redis-server", "redis-cli"}, "nginx": {"wget"}}


def stages():
    """Name of each stage of the Dockerfile with its text."""
    parts = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[1:]
    return {re.match(r"\S+ AS (\w+)", part)[1]: part for part in parts}


def python_module_exists(words):
    """`python manage.py COMMAND` and `python -m MODULE` name something of ours."""
    if words[1] == "-m":
        return importlib.util.find_spec(words[2]) is not None
    return (ROOT / words[1]).is_file() and words[2] in get_commands()


def program_exists(service, words):
    if service not in OUR_SERVICES:
        return words[0] in FOREIGN_PROGRAMS[service]
    if words[0] == "python":
        return python_module_exists(words)
    return shutil.which(words[0], path=str(Path(sys.executable).parent)) is not None


def test_settings_read_every_variable_of_the_example():
    named = set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", EXAMPLE, flags=re.MULTILINE))

    assert named - READ == FILLED_IN - READ


def test_the_example_explains_every_variable_that_settings_read():
    named = set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", EXAMPLE, flags=re.MULTILINE))

    assert READ - LISTENING_ONLY - named == set()


def test_every_variable_of_the_example_has_a_chinese_comment_above():
    lines = EXAMPLE.splitlines()
    named = [number for number, line in enumerate(lines) if re.match(r"#? ?[A-Z][A-Z_]+=", line)]
    without = [lines[number] for number in named if not re.match(r"# .*[一-龥]", lines[number - 1])]

    assert without == []


@pytest.mark.parametrize("service", OUR_SERVICES)
def test_settings_read_every_variable_that_compose_gives(service):
    given = {name.removesuffix("_FILE") for name in SERVICES[service]["environment"]}

    assert given - READ == set()


def test_settings_read_every_variable_of_the_image():
    given = set(re.findall(r"\b([A-Z_]+)=", " ".join(re.findall(r"^ENV .*", stages()["app"], flags=re.MULTILINE))))

    assert given - READ == {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "XDG_CACHE_HOME"}


def test_the_services_are_the_six_and_the_public_face_where_it_is_asked_for():
    assert sorted(SERVICES) == ["beat", "nginx", "postgres", "public", "redis", "web", "worker"]
    assert {name: service["profiles"] for name, service in SERVICES.items() if "profiles" in service} == {
        "public": ["public"]
    }


def test_the_public_process_has_a_database_address_of_its_own_and_neither_queue_nor_disk():
    assert SERVICES["public"]["environment"] == {
        "SITE_FACE": "public",
        "DATABASE_URL_FILE": "/run/secrets/public_database_url",
        "SECRET_KEY_FILE": "/run/secrets/secret_key",
        "TRUSTED_PROXIES": COMPOSE["networks"]["open"]["ipam"]["config"][0]["subnet"],
        "ALLOWED_HOSTS": "${ALLOWED_HOSTS:-127.0.0.1,localhost}",
        "SECURE": "${SECURE:-false}",
        "SITE_URL": "${SITE_URL:-http://127.0.0.1:8000}",
        "TIME_ZONE": "${TIME_ZONE:-Asia/Shanghai}",
        "OPEN_URL": "${OPEN_URL:-}",
    }
    assert "env_file" not in SERVICES["public"]
    assert (SERVICES["public"]["secrets"], SERVICES["public"].get("volumes")) == (
        ["public_database_url", "secret_key"],
        None,
    )


def test_the_public_process_reaches_the_database_and_the_proxy_alone():
    members = {
        network: [name for name, service in SERVICES.items() if network in service["networks"]]
        for network in COMPOSE["networks"]
    }

    assert members["open"] == ["public", "postgres", "nginx"]
    assert "public" not in members["inside"]


def test_what_nginx_fills_in_is_given_by_the_image_and_by_compose():
    asked = set(re.findall(r"\$\{([A-Z_]+)\}", NGINX))
    given = dict(re.findall(r"\b([A-Z_]+)=(\S*)", re.search(r"^ENV (.*)", stages()["nginx"], flags=re.MULTILINE)[1]))

    assert asked == set(SERVICES["nginx"]["environment"]) == {"OPEN_SERVER", "REFRESH_KEY"}
    assert (given["OPEN_SERVER"], given["REFRESH_KEY"]) == ("web:8000", "")
    assert set(given["NGINX_ENVSUBST_FILTER"].strip('"').split("|")) == asked
    assert "config/nginx/lianfang.conf /etc/nginx/templates/default.conf.template" in stages()["nginx"]


def test_the_worker_tells_the_proxy_by_the_port_it_listens_on():
    port = re.search(r"listen (\d+)", NGINX)[1]

    assert SERVICES["worker"]["environment"]["REFRESH_URL"] == f"http://nginx:{port}"


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_a_health_check(service):
    check = SERVICES[service]["healthcheck"]

    assert (check["test"][0], check.get("disable", False)) == ("CMD", False)
    assert {"interval", "timeout", "retries"} <= set(check)


@pytest.mark.parametrize("service", SERVICES)
def test_every_command_exists(service):
    missing = [words for words in commands(service) if not program_exists(service, words)]

    assert missing == []


@pytest.mark.parametrize("service", OUR_SERVICES)
def test_each_process_of_ours_is_asked_by_its_own_check(service):
    process = "web" if service == "public" else service

    asked = SERVICES[service]["healthcheck"]["test"]

    assert asked == ["CMD", "python", "-m", "config.health", process]
    assert process in health.PROCESSES


def test_the_application_that_granian_serves_exists():
    served = program("web", "granian")
    module, name = served[-1].split(":")

    assert hasattr(importlib.import_module(module), name)
    assert re.search(r'CMD \["granian".*"config\.wsgi:application"\]', stages()["app"])


def test_every_secret_is_declared_explained_and_used():
    used = {name for service in SERVICES.values() for name in service.get("secrets", [])}

    assert used == set(COMPOSE["secrets"])
    assert [name for name in used if f"secrets/{name} " not in EXAMPLE] == []
    read = {name for service in SERVICES.values() for name in re.findall(r"/run/secrets/(\w+)", str(service))}
    assert read == used


def test_images_are_of_the_promised_versions():
    assert SERVICES["postgres"]["image"].startswith("postgres:16")
    assert SERVICES["redis"]["image"].startswith("redis:7")


def test_the_image_has_the_client_of_the_servers_version_for_backups():
    server = re.match(r"postgres:(\d+)", SERVICES["postgres"]["image"])[1]

    assert re.findall(r"postgresql-client-(\d+)", stages()["app"]) == [server]


def test_what_a_service_waits_for_exists():
    waited = {name for service in SERVICES.values() for name in service.get("depends_on", {})}
    conditions = {wait["condition"] for service in SERVICES.values() for wait in service.get("depends_on", {}).values()}

    assert waited - set(SERVICES) == set()
    assert conditions == {"service_healthy"}


def test_every_volume_is_declared_and_used():
    mounted = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}

    assert {name for name in mounted if not name.startswith(".")} == set(COMPOSE["volumes"])


def test_stages_that_compose_builds_exist():
    targets = {service["build"]["target"] for service in SERVICES.values() if "build" in service}

    assert targets == {"app", "nginx"}
    assert targets - set(stages()) == set()


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]


def test_the_image_runs_as_nobody_important_and_checks_itself():
    app = stages()["app"]

    assert re.findall(r"^USER (\w+)", app, flags=re.MULTILINE) == ["lianfang"]
    assert re.search(r'HEALTHCHECK .*CMD \["python", "-m", "config\.health", "web"\]', app)


def test_files_copied_into_the_image_exist():
    copied = re.findall(r"^COPY (?!--from)(\S+)", DOCKERFILE, flags=re.MULTILINE)

    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_the_image_has_the_libraries_that_check_setup_asks_for(monkeypatch):
    monkeypatch.setattr(setup_checks.ctypes.util, "find_library", lambda name: None)
    monkeypatch.setattr(setup_checks.importlib, "import_module", refuse)
    texts = [finding.text for check in (setup_checks.pango, setup_checks.subsetter) for finding in check()]
    named = {name for text in texts for name in re.findall(r"lib[\w.-]+", text.split("apt-get install")[1])}

    assert named - set(re.findall(r"lib[\w.-]+", stages()["base"])) == set()


def refuse(name):
    raise OSError(name)


def test_the_proxy_passes_to_the_port_that_the_web_service_serves():
    service, port = re.search(r"server (\w+):(\d+);", NGINX).groups()
    served = program(service, "granian")

    assert served[served.index("--port") + 1] == port
    assert set(re.findall(r"proxy_pass http://(\w+);", NGINX)) == set(re.findall(r"upstream (\w+)", NGINX))


def test_the_proxy_serves_static_files_where_the_image_keeps_them():
    kept = re.search(r"COPY --from=build /app/(\w+) (\S+)", stages()["nginx"])
    address, folder = re.search(r"location (/static/) \{\s+alias (\S+)/;", NGINX).groups()

    assert (kept[1], kept[2]) == (settings.STATIC_ROOT.name, folder)
    assert address == settings.STATIC_URL


def test_the_proxy_lets_an_upload_of_the_allowed_size_through():
    allowed = int(re.search(r"client_max_body_size (\d+)m;", NGINX)[1]) * 1024 * 1024

    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE < allowed <= 2 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_the_proxys_addresses_are_the_trusted_ones():
    subnet = COMPOSE["networks"]["inside"]["ipam"]["config"][0]["subnet"]

    assert SERVICES["web"]["environment"]["TRUSTED_PROXIES"] == subnet


def test_ports_published_are_listened_on():
    published = {int(port.split(":")[1]) for port in SERVICES["nginx"]["ports"]}
    listened = {int(port) for port in re.findall(r"listen (\d+)", NGINX + tls_example())}

    assert published == listened


def tls_example():
    return (ROOT / "config/nginx/tls.conf.example").read_text()


@pytest.mark.parametrize("key", ["", "k" * 48])
@pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx")
def test_nginx_accepts_its_configuration(tmp_path, key):
    start = nginx_site(tmp_path, key=key)

    tried = subprocess.run([*start, "-t"], capture_output=True, text=True, check=False)

    assert (tried.returncode, "syntax is ok" in tried.stderr) == (0, True), tried.stderr
