"""Addresses of the disclosure app, one module for each face."""
