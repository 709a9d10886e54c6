"""Facts ↔ canonical bytes: the same facts give the same bytes on every machine.

`DocumentFacts` → JSON in the order of the record's fields, amounts as strings (“1.6188亿元” → "161880000"),
which the archive hashes and keeps compressed. No clock, no machine, no order of a set stands in them.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from functools import cache
from typing import TYPE_CHECKING

from graph_store.errors import StoreDamaged
from graph_store.model import DocumentFacts, Place

if TYPE_CHECKING:
    import msgspec

_LEVEL = 1  # of zlib: a sixth of the size at a third of the time of level 6


@cache
def _encoder() -> msgspec.json.Encoder:
    import msgspec

    return msgspec.json.Encoder(decimal_format="string", order="deterministic")


@cache
def _decoder() -> msgspec.json.Decoder[DocumentFacts]:
    import msgspec

    return msgspec.json.Decoder(DocumentFacts)


def encode_facts(facts: DocumentFacts) -> bytes:
    """Return the canonical JSON of one document's facts as UTF-8."""
    return _encoder().encode(facts)


def decode_facts(data: bytes) -> DocumentFacts:
    """Return the facts that `encode_facts` wrote; raise StoreDamaged where the bytes are none."""
    import msgspec

    try:
        return _decoder().decode(data)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise StoreDamaged(
            f"档案中的一条事实记录无法读出：{error}", hint="请用 zeren load 重新载入该文件，或从备份恢复。"
        ) from error


def pack(data: bytes) -> bytes:
    """Compress bytes for the archive."""
    return zlib.compress(data, _LEVEL)


def unpack(data: bytes) -> bytes:
    """Undo `pack`; raise StoreDamaged where the bytes were altered."""
    try:
        return zlib.decompress(data)
    except zlib.error as error:
        raise StoreDamaged(
            f"档案中的一段压缩数据已损坏：{error}", hint="请运行 zeren verify，并从备份恢复。"
        ) from error


def pack_text(text: str) -> bytes:
    """Compress a text, whatever code points it holds."""
    return pack(encode_text(text))


def unpack_text(data: bytes) -> str:
    """Undo `pack_text`."""
    return unpack(data).decode("utf-8", "surrogatepass")


def encode_text(text: str) -> bytes:
    """Return a text as the bytes whose hash stands for it."""
    return text.encode("utf-8", "surrogatepass")


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def canonical_json(value: object) -> str:
    """Return JSON with sorted keys and no blanks: the form in which payloads of the log are hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def place_json(place: Place | None) -> str | None:
    """Return a place as JSON without what its format does not have: `{"page":3,"row":12}`; None for no place."""
    if place is None:
        return None
    values = {name: getattr(place, name) for name in Place.__dataclass_fields__}
    known = {name: value for name, value in values.items() if value is not None}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"))
