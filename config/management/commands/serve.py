"""Prepares the database and runs the web server and the worker until stopped: the whole of 廉防 on one machine."""

import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config import setup_checks, supervisor
from config.setup_checks import Level
from organization import queries
from organization.models import Department, Person
from organization.roles import Role

PROCESSES = {"web": gettext_lazy("网页服务"), "worker": gettext_lazy("后台任务")}
DEMO_ACCOUNTS = (
    *("filer", "head", "overseer", "office", "secrecy", "discipline"),
    *(f"member{number}" for number in range(1, 7)),
    *("chair", "leader", "sysadmin", "secadmin", "auditor"),
)


class Command(BaseCommand):
    help = "准备数据库并启动网页服务与后台任务（对外一面只有网页服务）；地址由 HOST、PORT 决定"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """`--demo` loads the demo hospital into an empty database."""
        parser.add_argument("--demo", action="store_true", help="数据库为空时载入演示医院")

    def handle(self, *, demo: bool, **options: Any) -> None:
        """Ends with an error in words when something is missing or when one of the processes ends by itself.

        The public face is one process: its database role may neither migrate nor read duties.
        """
        host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
        if not supervisor.is_free(host=host, port=port):
            raise CommandError(_("%(host)s:%(port)d 已被占用，请用 PORT 换一个端口。") % {"host": host, "port": port})
        os.environ.setdefault("SITE_URL", f"http://{host}:{port}")
        self.say_what_is_missing()
        commands = {"web": supervisor.web_command(host=host, port=port)}
        if not settings.IS_PUBLIC_ALONE:
            self.prepare(with_demo=demo)
            commands["worker"] = supervisor.worker_command()
        running = supervisor.Supervisor(
            commands=commands,
            is_ready=lambda: supervisor.answers(host=host, port=port),
            when_ready=lambda: self.greet(host=host, port=port),
        )
        ended = running.run()
        if ended:
            raise CommandError(_("%s意外停止，已全部关闭。") % PROCESSES[ended])
        self.stdout.write(_("已停止。"))

    def say_what_is_missing(self) -> None:
        """Findings worth reading; only a database that does not answer keeps the server from starting."""
        for finding in setup_checks.machine():
            self.tell(finding)
        reached = setup_checks.reach_database()
        if reached.level == Level.ERROR:
            raise CommandError(reached.text)
        for finding in setup_checks.role() if settings.IS_PUBLIC_ALONE else ():
            self.tell(finding)

    def tell(self, finding: setup_checks.Finding) -> None:
        if finding.level != Level.FINE:
            self.stdout.write(str(finding))

    def prepare(self, *, with_demo: bool) -> None:
        """Bring the tables up to date; the demo goes only into a database that holds no hospital."""
        call_command("migrate", interactive=False, verbosity=0)
        if with_demo and not Department.objects.exists():
            self.stdout.write(_("正在载入演示医院……"))
            call_command("seed_demo")

    def greet(self, *, host: str, port: int) -> None:
        """The address and, in the demo hospital, who may log in."""
        self.stdout.write(_("廉防已启动：http://%(host)s:%(port)d") % {"host": host, "port": port})
        if settings.IS_PUBLIC_ALONE:
            self.stdout.flush()
            return
        accounts = {person.username: person for person in Person.objects.filter(username__in=DEMO_ACCOUNTS)}
        if accounts:
            self.stdout.write(_("演示账号（密码都是 %s）：") % settings.DEMO_PASSWORD)
        for username in DEMO_ACCOUNTS:
            if username in accounts:
                self.stdout.write(f"  {username:<11}{self.describe(accounts[username])}")
        self.stdout.flush()

    def describe(self, person: Person) -> str:
        """Name and roles, in the order of the chain."""
        held = queries.roles_of(person)
        return " ".join([person.name, *(str(role.label) for role in Role if role in held)])
