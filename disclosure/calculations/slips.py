"""评议码: a batch, a number in it and a keyed digest of both, so that no table of codes is kept."""

import base64
import hashlib
import hmac

from django.conf import settings

LENGTH = 8


def make(batch_id: int, number: int) -> str:
    """The code of one slip, in letters and figures that are hard to mistake."""
    said = f"{batch_id}-{number}"
    digest = hmac.new(settings.SECRET_KEY.encode(), f"slip:{said}".encode(), hashlib.sha256).digest()
    return f"{said}-{base64.b32encode(digest).decode()[:LENGTH]}"
