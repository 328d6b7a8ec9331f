"""届いたファイル: kept in memory, never in a folder in clear, and no more of it than may be.

Of a larger one only the first bytes are kept, one more than may be: so whoever reads it says that
it is too large, in the words of its page.
"""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST = 12 * 1024 * 1024


class Bounded(FileUploadHandler):
    """Holds one file up to ``MOST`` bytes, whatever is sent."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.file.write(raw_data[: MOST + 1 - self.file.tell()])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        size = self.file.tell()
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file,
            self.field_name,
            self.file_name or "",
            self.content_type or "",
            size,
            self.charset,
            self.content_type_extra,
        )
