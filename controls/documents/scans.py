"""What a scanned sheet may be: told by its first bytes, whatever its name says."""

MOST_BYTES = 5 * 1024 * 1024
BEGINNINGS = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
)


def content_type_of(data: bytes) -> tuple[str, str]:
    """Content type and ending of a PDF or picture of at most `MOST_BYTES`; twice nothing for anything else."""
    if len(data) > MOST_BYTES:
        return "", ""
    return next(((kind, ending) for lead, kind, ending in BEGINNINGS if data.startswith(lead)), ("", ""))
