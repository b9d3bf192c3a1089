"""Where the tests of approvals' pages go."""

from django.urls import reverse

from approvals import queries


def address(name, *args):
    return reverse(f"approvals:{name}", args=args)


def first_row(submission):
    return queries.rows_by_item(submission.items.get())[0]
