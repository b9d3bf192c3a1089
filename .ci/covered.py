"""Fails when a line or branch of the measured rooms was taken by no test: `covered.py FILE.json`, as slipcover wrote it.

Slipcover's own `fail-under` throws the workers' figures away before it prints them, so nobody would see what is missing.
"""

import json
import sys
from pathlib import Path


def main(report: str) -> int:
    """Prints each file with what no test took, and the sum; returns 1 when there is any."""
    files = json.loads(Path(report).read_text())["files"]
    missing = {name: found for name, found in sorted(files.items()) if found["missing_lines"] or missed(found)}
    for name, found in missing.items():
        lines = ", ".join(map(str, found["missing_lines"]))
        branches = ", ".join(f"{start}→{end}" for start, end in missed(found))
        print(f"{name}: lines {lines or '-'}; branches {branches or '-'}")
    lines = sum(len(found["executed_lines"]) for found in files.values())
    branches = sum(len(found.get("executed_branches", ())) for found in files.values())
    print(
        f"{lines} lines and {branches} branches taken in {len(files)} files, {len(missing)} files with some that were not"
    )
    return 1 if missing or not branches else 0


def missed(found: dict) -> list[list[int]]:
    """Branches not taken; those out of a line that was not taken either are said by the line."""
    return [pair for pair in found.get("missing_branches", ()) if pair[0] not in found["missing_lines"]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
