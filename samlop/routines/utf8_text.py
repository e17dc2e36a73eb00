"""Text from bytes that must be UTF-8; a refusal names the line and the byte that are not."""

from codecs import getincrementaldecoder
from typing import BinaryIO

from samlop.routines.reading import DocumentError

REMEDY = "Lagre filen som UTF-8"


class Utf8Text:
    """A file of bytes read forward as text, a piece at a time, so that a pipe will do."""

    def __init__(self, stream: BinaryIO, *, file: str) -> None:
        self._stream = stream
        self._file = file
        self._decoder = getincrementaldecoder("utf-8")()
        self._bytes_passed = 0
        self._lines_passed = 0

    def read(self, size: int, /) -> str:
        """At most so many characters; none at the end."""
        while True:
            piece = self._stream.read(size)
            text = self._decoded(piece)
            if text or not piece:
                return text

    def _decoded(self, piece: bytes) -> str:
        held = len(self._decoder.getstate()[0])
        try:
            text = self._decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as broken:
            before = broken.object[: broken.start]
            byte = self._bytes_passed - held + broken.start
            raise not_utf8(self._file, line=self._lines_passed + before.count(b"\n") + 1, byte=byte) from None
        self._bytes_passed += len(piece)
        self._lines_passed += piece.count(b"\n")
        return text


def not_utf8(file: str, *, line: int, byte: int) -> DocumentError:
    """Why a file cannot be read as text; the bytes are counted from 0."""
    problem = f"filen er ikke UTF-8 (byte {byte})"
    return DocumentError(file, "", problem=problem, remedy=REMEDY, line=line)
