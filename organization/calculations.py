"""Pure rules of the organization: passwords and working days."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CLASSES = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]")
LONG_PASSPHRASE = 16


class PasswordProfileValidator:
    """等保 profile: ten characters and three of four classes, or a passphrase of sixteen and more."""

    def validate(self, password: str, user=None) -> None:
        if len(password) >= LONG_PASSPHRASE:
            return
        found = sum(bool(re.search(pattern, password)) for pattern in CLASSES)
        if len(password) < 10 or found < 3:
            raise ValidationError(self.get_help_text(), code="password_too_weak")

    def get_help_text(self) -> str:
        return _("密码至少 10 位，并含大写字母、小写字母、数字、符号中的三类；或使用 16 位以上的长口令。")
