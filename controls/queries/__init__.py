"""Control tables, measures, conflicts of duty and what is wrong with them, for the person who asks."""

from controls.queries.chain import chain_links, chain_of_measure, chain_of_table
from controls.queries.checks import check, summary_check
from controls.queries.conflicts import (
    conflict_counts,
    conflict_for,
    conflicts_for,
    conflicts_of_table,
    conflicts_shown,
    draft_outcome,
    list_conflicts,
    measures_to_compensate,
    path_of,
)
from controls.queries.contents import SCHEMA, content_of, is_renamed_regulation, measure_content
from controls.queries.duties import Sighting, leader_sightings, power_sightings, sightings
from controls.queries.printed import printed
from controls.queries.rows import (
    LONG,
    approval_of,
    counts,
    filers,
    lost_measures,
    measures_of,
    place_of,
    point_rows,
    post_groups,
    posts_of_table,
)
from controls.queries.tables import (
    is_behind,
    may_file,
    may_read_print,
    may_watch_print,
    measure_for,
    measures_for,
    measures_shown,
    point_of,
    sees_whole,
    table_among_editions,
    table_for,
    tables_for,
    with_measure_count,
)
from controls.queries.tasks import measures_to_answer, waiting_tasks
from controls.queries.touched import marks_of_tables, touched_rows
from core.queries import history_of
from risks.queries import departments_to_file

__all__ = [
    "LONG",
    "SCHEMA",
    "Sighting",
    "approval_of",
    "chain_links",
    "chain_of_measure",
    "chain_of_table",
    "check",
    "conflict_counts",
    "conflict_for",
    "conflicts_for",
    "conflicts_of_table",
    "conflicts_shown",
    "content_of",
    "counts",
    "departments_to_file",
    "draft_outcome",
    "filers",
    "history_of",
    "is_behind",
    "is_renamed_regulation",
    "leader_sightings",
    "list_conflicts",
    "lost_measures",
    "marks_of_tables",
    "may_file",
    "may_read_print",
    "may_watch_print",
    "measure_content",
    "measure_for",
    "measures_for",
    "measures_of",
    "measures_shown",
    "measures_to_answer",
    "measures_to_compensate",
    "path_of",
    "place_of",
    "point_of",
    "point_rows",
    "post_groups",
    "posts_of_table",
    "power_sightings",
    "printed",
    "sees_whole",
    "sightings",
    "summary_check",
    "table_among_editions",
    "table_for",
    "tables_for",
    "touched_rows",
    "waiting_tasks",
    "with_measure_count",
]
