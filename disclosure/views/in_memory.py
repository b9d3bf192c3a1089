"""Files of strangers on their way in: held in memory within bounds, so that nothing of them ever lies on a disk."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler

from disclosure.documents.stripped_uploads import MOST_BYTES, MOST_FILES


class InMemory(MemoryFileUploadHandler):
    """Takes a byte more than may be kept of each file and of all, which the form then refuses, and lets the rest go by."""

    total = 0

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        room = min(MOST_BYTES + 1 - start, (MOST_FILES + 1) * (MOST_BYTES + 1) - self.total)
        taken = raw_data[: max(room, 0)]
        self.total += len(taken)
        super().receive_data_chunk(taken, start)
