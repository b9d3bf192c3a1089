"""What stands in addresses of the public face: only what can be meant reaches the database."""


class CodeConverter:
    """A code of a publication, which holds neither what databases refuse nor more than fits."""

    regex = r"[^/\x00]{1,60}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class HashConverter(CodeConverter):
    """A SHA-256."""

    regex = "[0-9a-f]{64}"
