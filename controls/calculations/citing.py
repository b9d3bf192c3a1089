"""Which regulations a measure's words name."""

import re

CODE = re.compile(r"(?<![A-Za-z0-9-])ZD-\d+")
"""How the hospital numbers its regulations: `ZD-03修订稿`."""


def regulation_codes(*texts: str) -> list[str]:
    """Codes of regulations in the texts, each once, in the order they are read."""
    return list(dict.fromkeys(code for text in texts for code in CODE.findall(text)))
