"""Writing departments, posts and who holds them since when."""

from config.loading import sheets
from config.loading.writing.context import CHANGED, NEW, Context
from organization import services
from organization.models import Department, Post


def write(context: Context) -> None:
    context.departments = {row.code: row for row in Department.objects.select_related("parent")}
    made, changed = _departments(context)
    if made or changed:
        services.load_departments(by=context.by, made=made, changed=changed)
    context.posts = {row.code: row for row in Post.objects.select_related("department")}
    _write_posts(context)
    _write_overseers(context)


def _departments(context: Context) -> tuple[list[Department], list[Department]]:
    made, changed = [], []
    for row in _tree_order(context, context.plan.rows(sheets.DEPARTMENTS, NEW, CHANGED)):
        department = context.departments.get(row["code"])
        if department is None:
            department = Department(code=row["code"], position=row.number)
            context.departments[row["code"]] = department
            made.append(department)
        else:
            changed.append(department)
        department.name, department.kind = row["name"], row["kind"]
        department.parent = context.departments[row["parent"]] if row["parent"] else None
    return made, changed


def _tree_order(context: Context, rows: list) -> list:
    """Parents before their children."""
    parents = {row["code"]: row["parent"] for row in context.plan.workbook[sheets.DEPARTMENTS]}

    def depth(code: str) -> int:
        return 1 + depth(parents[code]) if parents.get(code) else 0

    return sorted(rows, key=lambda row: (depth(row["code"]), row.number))


def _write_posts(context: Context) -> None:
    made, changed, since = [], [], []
    for row in context.plan.rows(sheets.POSTS, NEW, CHANGED):
        post = context.posts.get(row["code"])
        names = context.plan.changes["岗位"][row["code"],].names
        if post is None:
            post = Post(code=row["code"])
            context.posts[row["code"]] = post
            made.append(post)
        elif names - {"since"}:
            changed.append(post)
        post.department = context.departments[row["department"]]
        for name in ("name", "is_leadership", "is_key", "rotation_years"):
            setattr(post, name, row[name])
        if row["since"] and (not names or "since" in names):
            since.append((row["code"], row["since"]))
    if made or changed:
        services.load_posts(by=context.by, made=made, changed=changed)
        context.posts = {row.code: row for row in Post.objects.select_related("department")}
    if since:
        services.load_holders(by=context.by, since=[(context.posts[code], day) for code, day in since])


def _write_overseers(context: Context) -> None:
    """Departments name their overseeing post, which may be in a department made later."""
    changed = []
    for row in context.plan.rows(sheets.DEPARTMENTS, NEW, CHANGED):
        department = context.departments[row["code"]]
        post = context.posts[row["overseer_post"]] if row["overseer_post"] else None
        if department.overseer_post_id != (post.pk if post else None):
            department.overseer_post = post
            changed.append(department)
    if changed:
        services.load_departments(by=context.by, made=[], changed=changed)
