"""Bytes → text, strictly: BOM, UTF-8, UTF-16, GB18030, and never a replacement character of ours.

“年” may be E5 B9 B4 (UTF-8), C4 EA (GB18030) or 74 5E (UTF-16): whoever guesses wrong reads “骞”.
"""

from __future__ import annotations

import codecs

from graph_store.errors import UnreadableFile
from graph_store.records import record

#: The most bytes, lines and characters in a line of one text file; the longest plans have a hundredth of it.
MAX_BYTES = 8 * 1024 * 1024
_MAX_LINES = 100_000
_MAX_LINE = 1_000_000
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
#: Characters that any Chinese plan of some length has; text misread from Big5 or Latin lacks them.
_COMMON = frozenset(
    "的一是在了和有大中人上为个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局参红细引听该铁价严龙飞"
)


@record
class Decoded:
    """The text with every code point of the file, how it was encoded, and what the user should know."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(name: str, data: bytes) -> Decoded:
    """Decode a text file; raises UnreadableFile for what is empty, too big, binary or cut inside a character."""
    _refuse_unfit(name, data)
    for bom, encoding in _BOMS:
        if data.startswith(bom) and not data.startswith(codecs.BOM_UTF32_LE):
            return _accept(name, _strict(name, data, encoding), encoding)
    wide = _evident_utf16(data)
    if wide:
        return _accept(name, _strict(name, data, wide), wide)
    if b"\x00" in data:
        raise _refusal(name, "含有文本文件中不会出现的零字节，像是改了扩展名的二进制文件")
    return _accept(name, *_utf8_or_gb(name, data))


def _refuse_unfit(name: str, data: bytes) -> None:
    if not data.strip(b"\x00 \t\r\n\x0c\xef\xbb\xbf\xfe\xff"):
        raise _refusal(name, "是空文件", "请检查文件是否保存或传输完整。")
    if len(data) > MAX_BYTES:
        size = len(data) / 1024 / 1024
        raise _refusal(
            name, f"有 {size:.0f} MB，超过文本文件的上限 {MAX_BYTES // 1024 // 1024} MB", "请把它拆成几个文件再读。"
        )


def _refusal(
    name: str, why: str, hint: str = "请用文字处理软件打开核对，另存为 UTF-8 编码的文本后再读。"
) -> UnreadableFile:
    return UnreadableFile(f"无法读取“{name}”：文件{why}。", hint=hint)


def _evident_utf16(data: bytes) -> str | None:
    """UTF-16 without BOM: line ends, spaces and digits leave zero bytes, and only one byte order gives Chinese."""
    head = data[: min(len(data), 65536) & ~1]
    if b"\x00" not in head:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = head.decode(encoding)
        except UnicodeDecodeError as error:
            text = head[: error.start].decode(encoding) if error.start >= len(head) - 4 else ""
        if text and "\x00" not in text and (_looks_like_chinese(text) or text.isascii()):
            return encoding
    return None


def _strict(name: str, data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    """Decode; a last character that is cut is left out with a warning, anything else refused."""
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4 and error.reason in (
            "unexpected end of data",
            "truncated data",
            "incomplete multibyte sequence",
        ):
            text = data[: error.start].decode(encoding)
            return text, (f"文件在第 {error.start + 1} 个字节处被截断，最后一个字不完整，未读入；请核对原件结尾。",)
        raise _cut(name, encoding, error.start) from error


def _cut(name: str, encoding: str, start: int) -> UnreadableFile:
    label = {"utf-8": "UTF-8", "gb18030": "GB18030"}.get(encoding, encoding.upper())
    return _refusal(name, f"按 {label} 编码读到第 {start + 1} 个字节处有损坏的字符，其后无法保证读对")


def _utf8_or_gb(name: str, data: bytes) -> tuple[tuple[str, tuple[str, ...]], str]:
    try:
        return _strict(name, data, "utf-8"), "utf-8"
    except UnreadableFile as utf8_error:
        if _mostly_utf8(data):
            raise
        try:
            read = _strict(name, data, "gb18030")
        except UnreadableFile:
            raise utf8_error from None
    if not _looks_like_chinese(read[0]):
        raise _refusal(
            name,
            "不是 UTF-8 编码，按 GB18030 读出的也不是通用的中文（可能是 Big5 等其他编码）",
            "请用文字处理软件打开，另存为 UTF-8 编码的文本后再读。",
        )
    return read, "gb18030"


def _mostly_utf8(data: bytes) -> bool:
    """UTF-8 with a damaged place: far more well-formed Chinese characters than errors."""
    text = data[:1_000_000].decode("utf-8", errors="replace")
    wrong = text.count("\ufffd")
    chinese = sum(1 for char in text if "\u4e00" <= char <= "\u9fff")
    return chinese > 20 * wrong


def _looks_like_chinese(text: str) -> bool:
    chinese = [char for char in text[:200_000] if "\u3400" <= char <= "\u9fff" or char >= "\U00020000"]
    odd = sum(1 for char in text[:200_000] if "\ue000" <= char <= "\uf8ff")
    if not chinese:
        return odd == 0 and text.isascii()
    common = sum(1 for char in chinese if char in _COMMON)
    return common >= 0.3 * len(chinese) and odd <= 0.02 * len(chinese) + 1


def _accept(name: str, read: tuple[str, tuple[str, ...]], encoding: str) -> Decoded:
    """The text unless it is control characters or one endless line; keeps what the file has, character for character."""
    text, warnings = read
    control = sum(text.count(chr(code)) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
    if control > 8 and control > len(text) // 200:
        raise _refusal(name, "含有大量控制字符，像是改了扩展名的二进制文件")
    if len(text) > _MAX_LINE and max(map(len, text.split("\n"))) > _MAX_LINE and "\r" not in text:
        raise _refusal(
            name, f"有一行超过 {_MAX_LINE // 10000} 万字，不像是公文", "请检查文件是否保存正确，恢复分行后再读。"
        )
    if text.count("\n") + text.count("\r") + text.count("\x0c") > _MAX_LINES:
        raise _refusal(
            name, f"超过 {_MAX_LINES // 10000} 万行，不像是公文", "请检查文件是否保存正确，或拆成几个文件再读。"
        )
    replaced = text.count("\ufffd")
    if replaced:
        warnings = (*warnings, f"文件里已有 {replaced} 个无法还原的字符（�），读入时保持原样；请对照原件。")
    return Decoded(text, encoding, warnings)
