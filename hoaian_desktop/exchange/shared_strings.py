"""The shared texts of an .xls by their lengths. They run on over records, and may be cut within a word."""

from __future__ import annotations

import struct
from collections.abc import Sequence


def lengths(records: Sequence[bytes]) -> list[int]:
    """The number of signs of each text, in order; as many as can be read."""
    reading = _Reading(records)
    found: list[int] = []
    try:
        _, count = struct.unpack("<II", reading.take(8))
        for _ in range(count):
            found.append(reading.length())
    except struct.error:  # cut off
        pass
    return found


class _Reading:
    """A place in a sequence of records."""

    def __init__(self, records: Sequence[bytes]) -> None:
        self._records = records
        self._number = self._at = 0

    def length(self) -> int:
        """Pass one text and say how long it is."""
        signs, flags = struct.unpack("<HB", self.take(3))
        runs = struct.unpack("<H", self.take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", self.take(4))[0] if flags & 4 else 0
        self._pass_signs(signs, flags & 1)
        self.take(4 * runs + extra)
        return int(signs)

    def take(self, size: int) -> bytes:
        """The next bytes, over the ends of records; fewer at the very end."""
        taken = b""
        while len(taken) < size and self._number < len(self._records):
            record = self._records[self._number]
            piece = record[self._at : self._at + size - len(taken)]
            taken += piece
            self._at += len(piece)
            if self._at >= len(record):
                self._number, self._at = self._number + 1, 0
        return taken

    def _pass_signs(self, signs: int, wide: int) -> None:
        """Pass the signs of a text; a record that goes on with it says anew how wide they are."""
        while signs and self._number < len(self._records):
            here = (len(self._records[self._number]) - self._at) >> wide
            if signs <= here:
                self.take(signs << wide)
                return
            signs -= here
            self._number, self._at = self._number + 1, 0
            if self._number < len(self._records):
                wide = self.take(1)[0] & 1
