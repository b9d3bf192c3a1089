"""`manage.py open_administrators`: the three accounts by which a new hospital opens all the others."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.crypto import get_random_string

from organization import queries, services
from organization.models import Department, Person
from organization.roles import ADMINISTRATORS

LETTERS = ("abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKMNPQRSTUVWXYZ", "23456789")
"""Without those that are easily mistaken for each other."""


def first_password() -> str:
    """A password to be typed once from a slip of paper, of every class of letters that the rules ask for."""
    return "-".join(get_random_string(5, letters) for letters in LETTERS)


class Command(BaseCommand):
    help = "开出系统管理员、安全管理员、审计管理员三个账号，各打印一次初始口令，首次登录必须修改"

    @transaction.atomic
    def handle(self, **options):
        try:
            root = queries.root()
        except Department.DoesNotExist as error:
            raise CommandError("还没有医院。请先用 manage.py load_hospital 导入部门。") from error
        there = Person.objects.filter(username__in=ADMINISTRATORS).values_list("username", flat=True)
        if there:
            raise CommandError(f"账号已存在：{'、'.join(there)}。忘记口令的，由系统管理员在“机构·账号”里重置。")
        for role in ADMINISTRATORS:
            self._open(role, root)

    def _open(self, role, root):
        password, system = first_password(), queries.system_actor()
        person = services.open_account(by=system, username=role.value, name=str(role.label), password=password)
        services.grant(by=system, person=person, role=role, department=root)
        self.stdout.write(f"{role.value:<10}{role.label}  初始口令 {password}")
