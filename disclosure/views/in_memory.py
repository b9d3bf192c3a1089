"""Files of strangers on their way in: held in memory within bounds, so that nothing of them ever lies on a disk."""

import hashlib
import io
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler, SkipFile

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


class Digested(UploadedFile):
    """A file of which nothing is there but its name, its size and its `sha256`."""

    sha256 = ""


class Digesting(FileUploadHandler):
    """Reckons the hash of each file as it comes in and keeps nothing of what is in it."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.digest = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> Digested:
        made = Digested(io.BytesIO(), self.file_name, self.content_type, file_size, self.charset)
        made.sha256 = self.digest.hexdigest()
        return made


class NoFiles(FileUploadHandler):
    """For forms that ask for no file: what is sent all the same goes by unread."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never asked: the file was skipped."""

    def file_complete(self, file_size: int) -> None:
        """Nothing was held."""
