"""Pure helpers on text and content: canonical JSON, hashes, words to search by."""

import hashlib
import json
import unicodedata
from collections.abc import Collection
from datetime import UTC, date
from functools import lru_cache
from typing import Any

from pypinyin import Style, lazy_pinyin


def canonical_json(content: Any) -> str:
    """The one text form of content: keys sorted, no spaces, NFC, so that equal content has equal bytes."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return unicodedata.normalize("NFC", text)


def sha256(content: Any) -> str:
    """Hex SHA-256 of the canonical JSON of `content`."""
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


@lru_cache(maxsize=20_000)
def _pinyin(text: str) -> str:
    full = lazy_pinyin(text, style=Style.NORMAL, errors="ignore")
    initials = "".join(syllable[0] for syllable in full if syllable)
    return f"{initials} {''.join(full)}"


def search_text(*texts: str | None, pinyin_of: str = "") -> str:
    """Words a row is found by: the texts in lower case, and pinyin initials and full pinyin of `pinyin_of`."""
    words = " ".join(unicodedata.normalize("NFKC", text).lower() for text in texts if text)
    return f"{words} {_pinyin(pinyin_of)}".strip() if pinyin_of else words


def search_terms(query: str) -> list[str]:
    """The words of a query, normalized as `search_text` is; every one of them must be found."""
    return unicodedata.normalize("NFKC", query).lower().split()


AUDIT_FIELDS = (
    "sequence actor_id actor_name on_behalf_of verb subject_type subject_id subject_code department_code "
    "details_hash previous_hash"
).split()


def audit_hash(event: Any) -> str:
    """Hash of an audit event over its fields, its time in UTC and the hash of the event before it."""
    content = {name: getattr(event, name) for name in AUDIT_FIELDS}
    content["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    return sha256(content)


def as_approved(
    approved: Any, now: Any, *, elsewhere: Collection[str], maps: Collection[str] = (), name: str = ""
) -> Any:
    """Content as it is `now`, with what was only renamed or added to the form since put back as it was `approved`.

    Under the keys `elsewhere` stand things kept outside the list, known by their `code`: their names may change. A key
    that only one side has is a field of another version of the software, except under `maps`, whose keys are data.
    """
    if isinstance(approved, dict) and isinstance(now, dict):
        if name in elsewhere and approved.get("code") == now.get("code"):
            return approved
        kept = {key: now.get(key, value) for key, value in approved.items()} if name not in maps else now
        return {
            key: as_approved(approved.get(key), value, elsewhere=elsewhere, maps=maps, name=key)
            for key, value in kept.items()
        }
    if isinstance(approved, list) and isinstance(now, list):
        pairs = [
            as_approved(before, after, elsewhere=elsewhere, maps=maps, name=name)
            for before, after in zip(approved, now, strict=False)
        ]
        return pairs + now[len(approved) :]
    return now


def reworded(content: Any, path: str, *, before: str, after: str) -> Any:
    """Content with the text at `path` (as `registry.Wording.field`) put anew; as it was where that text is not `before`."""
    if not path:
        return after if content == before else content
    name, _slash, rest = path.partition("/")
    if isinstance(content, dict) and name in content:
        return {**content, name: reworded(content[name], rest, before=before, after=after)}
    if isinstance(content, list):
        names = [item.get("code", str(place)) for place, item in enumerate(content)]
        return [
            reworded(item, rest, before=before, after=after) if own == name else item
            for own, item in zip(names, content, strict=True)
        ]
    return content


def plain_text(text: str) -> str:
    """A text as it is compared: no blanks around it, lines ended as browsers and the database do not agree to."""
    return text.replace("\r\n", "\n").strip()


HASH_COPIED = 16
"""Characters of a hash that are written on paper, in groups of four."""


def hash_to_copy(value: str) -> str:
    """`3f2a 9c01 77de 5b20`: as much of a hash as somebody copies by hand."""
    return in_fours(value[:HASH_COPIED])


def in_fours(value: str) -> str:
    """A hash in groups of four, as paper has it: two of them are compared by eye."""
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))


def year_after(last: int) -> date:
    """The last day of the year after `last`: what is looked at once a year is due then."""
    return date(last + 1, 12, 31)
