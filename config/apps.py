"""Wiring of the composition root: its commands, and loading in the worker."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.registry import registry


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "廉防"

    def ready(self) -> None:
        from config.loading import desk

        registry.duty_handlers[desk.DUTY] = desk.load
        registry.verbs |= {
            "config.load_hospital": _("导入工作簿"),
            "config.keep_workbook": _("上传工作簿"),
            "config.ask_load": _("请求导入工作簿"),
            "config.backup": _("备份"),
            "config.restore": _("恢复备份"),
        }
        registry.duty_patience[desk.DUTY] = desk.PATIENCE
