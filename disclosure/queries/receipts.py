"""What the holder of a receipt code may read: one query by its hash, the same for a right, a wrong and a malformed code."""

from django.db import connection

from disclosure.calculations import receipts
from disclosure.models import OpenReceipt

FUNCTION = "SELECT %s AS code_hash, r.* FROM disclosure_receipt(%s) r"
SELECT = """
SELECT s.kind, s.text, s.received_at, s.due_on, COALESCE(h.state, 'received') AS state,
       COALESCE(d.name, '') AS department_name, COALESCE(r.is_refusal, FALSE) AS is_refusal,
       COALESCE(r.text, '') AS answer, r.at AS answered_at, COALESCE(p.code, '') AS public_code,
       s.purged_at IS NOT NULL AS is_purged
FROM disclosure_suggestion s
LEFT JOIN disclosure_handling h ON h.suggestion_id = s.id
LEFT JOIN organization_department d ON d.id = h.department_id
LEFT JOIN disclosure_reply r ON r.suggestion_id = s.id
LEFT JOIN disclosure_publication p ON p.id = r.publication_id AND p.state = 'published' AND p.face = 'open'
WHERE s.code_hash = """
"""What the function runs (migration 0015), for databases that know none."""


def suggestion_of(code: str) -> OpenReceipt | None:
    """What came of the suggestion with this receipt code, however it was typed.

    Nobody is asked to work or to wait here: of 2^80 codes none is found by trying.
    """
    asked = receipts.code_hash(code)
    sql = FUNCTION if connection.vendor == "postgresql" else f"SELECT %s AS code_hash, r.* FROM ({SELECT}%s) r"  # noqa: S608 — no word of a reader
    return next(iter(OpenReceipt.objects.raw(sql, [asked, asked])), None)
