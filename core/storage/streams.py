"""What comes in too large for memory: looked at, counted and summed while it passes."""

from collections.abc import Collection
from hashlib import sha256

from core.errors import Refused
from core.ports import Source
from core.storage import captions, rules, sniffing
from core.storage.recordings import RecordingType
from core.words import _


class Incoming:
    """A recording on its way into the storage; reading it raises `Refused` for what is none.

    What a reader asks for it gets whole, fewer bytes only at the end: then all that has to hold
    for the file does, or the last read refuses it, and nothing is stored.
    """

    def __init__(
        self,
        source: Source,
        kind: RecordingType,
        *,
        size: int | None,
        kinds: Collection[RecordingType],
        field: str,
    ) -> None:
        self.source, self.kind, self.said, self.kinds = source, kind, size, kinds
        self.field = field
        self.most = rules.most_of(kind)
        self.sum = sha256()
        self.size = 0
        self.words = ""  # of captions, once they are all here
        self.text = bytearray()
        self.begun = self.ended = False

    def read(self, size: int = -1, /) -> bytes:
        wanted = self.most + 1 if size < 0 else size
        if not self.begun:
            wanted = max(wanted, sniffing.ENOUGH)
        block = self.take(wanted)
        if not self.begun:
            self.begun = True
            self.look(block)
        if len(block) < wanted and not self.ended:
            self.ended = True
            self.close()
        return block

    def take(self, size: int) -> bytes:
        """Read so many bytes, however few the source gives at a time."""
        pieces, left = [], size
        while left and (piece := self.source.read(min(left, rules.BLOCK))):
            pieces.append(piece)
            left -= len(piece)
            self.size += len(piece)
            self.sum.update(piece)
            if self.size > self.most:
                raise Refused(rules.too_large(self.kind), field=self.field)
        block = b"".join(pieces)
        if self.kind is RecordingType.VTT:
            self.text += block
        return block

    def look(self, head: bytes) -> None:
        """Refuse what does not begin as its name says."""
        if head and self.kind not in sniffing.types_by_content(head[: sniffing.ENOUGH]):
            raise Refused(rules.only(self.kinds), field=self.field)

    def close(self) -> None:
        """Refuse what ended too early, and captions that no player can show."""
        if not self.size:
            raise Refused(_("文件是空的"), field=self.field)
        if self.said is not None and self.size != self.said:
            raise Refused(_("文件没有传完，请再传一次"), field=self.field)
        if self.kind is RecordingType.VTT:
            try:
                self.words = captions.read(bytes(self.text))
            except captions.Unreadable as error:
                raise Refused(rules.why_no_captions(error.line), field=self.field) from error
