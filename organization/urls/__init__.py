"""Addresses of the organization app, one module for each place they are mounted."""
