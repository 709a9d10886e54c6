"""Fixed sentences have an English; what is not fixed stays as it is."""

import pytest

from queries.due import PASSED
from queries.observations import KINDS
from queries.policies import NOT_LOADED
from queries.tasks import ABOVE, NO_LEAD, NO_UNIT
from visualizations.pages import marked, place_words
from visualizations.phrases import phrase


@pytest.mark.parametrize("sentence", [PASSED, NOT_LOADED, ABOVE, NO_LEAD, NO_UNIT, *(kind.help for kind in KINDS)])
def test_every_fixed_sentence_has_an_english(sentence: str) -> None:
    assert phrase(sentence, "en").isascii() or "“" in phrase(sentence, "en")
    assert phrase(sentence, "zh") == sentence


def test_parts_and_numbers_are_said_and_quotes_are_left() -> None:
    assert phrase(f"{ABOVE}；{NO_LEAD}", "en").endswith("; the document names no lead")
    assert phrase("3个牵头单位", "en") == "3 leads"
    assert phrase("持续推进", "en") == "持续推进"
    assert phrase("", "en") == ""


def test_words_are_marked_and_nothing_becomes_markup() -> None:
    assert marked("<b>县财政局</b>", "财政 局") == "&lt;b&gt;县<mark>财政</mark><mark>局</mark>&lt;/b&gt;"
    assert marked("a.b", ".") == "a<mark>.</mark>b"
    assert marked("县财政局", "") == "县财政局"


def test_a_place_is_said_in_both_languages() -> None:
    place = {"line": 59, "table": 6, "row": 2, "column": 2}
    assert place_words(place, "zh") == "表6第2行第2列（原文第59行）"
    assert place_words({"line": 59}, "zh") == "第59行"
    assert place_words({"page": 3}, "zh") == "第3页"
    assert place_words(None, "zh") == ""
    assert place_words(place, "en") == "line 59, table 6, row 2, column 2"
