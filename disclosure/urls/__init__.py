"""Addresses of the disclosure app, one module for each face."""

from django.urls import register_converter

from disclosure.urls.converters import CodeConverter, HashConverter

register_converter(CodeConverter, "code")
register_converter(HashConverter, "sha256")
