"""Ids from content: the same facts give the same ids on every machine, in every order of loading.

“泽发改发〔2022〕43号” + path + number + wording → `task_5f0c…`. Never from a clock, an offset, a file's hash
or the order of a set, so that one comma added elsewhere leaves every id as it was. Ids are ASCII, because the
embedded engine hangs on bulk loads of Chinese keys.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

_DIGITS = 20  # hexadecimal digits of a hash that an id keeps: 80 bits
_SIGNS = re.compile(r"[\W_]")
_RUN = re.compile(r"[^，。、；：（）“”《》\s]+")  # without the commonest signs most wordings are normal already


def content_id(kind: str, *parts: str) -> str:
    """Make an id such as `task_0123…` from the kind of thing and the words that identify it.

    The parts are joined by a character that cannot stand in them, so ("ab", "c") and ("a", "bc") differ.
    """
    digest = hashlib.blake2b("\x1f".join((kind, *parts)).encode("utf-8", "surrogatepass"), digest_size=16)
    return f"{kind}_{digest.hexdigest()[:_DIGITS]}"


def plain(wording: str) -> str:
    """Reduce a wording to its letters and digits, widths folded: what two copies of one sentence share."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", "".join(_RUN.findall(wording)))).lower()
