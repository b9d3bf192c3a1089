"""Wiring of the powers app."""

from django.apps import AppConfig


class PowersConfig(AppConfig):
    name = "powers"
    verbose_name = "职权"
