"""Fails when a function is longer than forty lines or a file longer than four hundred (style.md, rule 7)."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINES_OF_A_FUNCTION = 40
LINES_OF_A_FILE = 400
LEFT_OUT = {".venv", "migrations", "node_modules", "var", "vendor"}


def main() -> int:
    """Prints every breach; returns how many there are, at most one as an exit code."""
    faults = [fault for path in sources() for fault in breaches(path)]
    print("\n".join(faults))
    return min(len(faults), 1)


def sources() -> Iterator[Path]:
    """Python files of the project, without migrations and what others wrote."""
    for path in sorted(ROOT.rglob("*.py")):
        if not LEFT_OUT & set(path.relative_to(ROOT).parts):
            yield path


def breaches(path: Path) -> Iterator[str]:
    """Each limit that the file breaks, with the place."""
    name, text = path.relative_to(ROOT), path.read_text()
    if (count := text.count("\n")) > LINES_OF_A_FILE:
        yield f"{name}: {count} lines, {LINES_OF_A_FILE} allowed"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LINES_OF_A_FUNCTION:
                yield f"{name}:{node.lineno}: {node.name} has {length} lines, {LINES_OF_A_FUNCTION} allowed"


if __name__ == "__main__":
    sys.exit(main())
