"""What people type to find a dish."""

from hypothesis import given
from hypothesis import strategies as st

from core.search import search_text


def words(zh: str, en: str = "x", *codes: str) -> list[str]:
    return search_text({"zh": zh, "en": en}, codes).split("|")


def test_initials_code_names_and_full_pinyin_are_found() -> None:
    assert search_text({"zh": "鱼香肉丝", "en": "Fish-fragrant pork"}, ["A12"]).startswith(
        "yxrs|a12|鱼香肉丝|yuxiangrousi"
    )
    assert "fish-fragrant pork" in words("鱼香肉丝", "Fish-fragrant pork")


def test_a_known_word_settles_how_a_character_is_read() -> None:
    assert "cqxm" in words("重庆小面")
    assert not any(w.startswith("zhongqing") for w in words("重庆小面"))


def test_a_lone_character_is_found_by_each_of_its_common_readings() -> None:
    assert {"xing", "hang"} <= set(words("行"))


def test_letters_and_digits_stand_for_themselves() -> None:
    assert "xojcf" in words("XO酱炒饭")
    assert "7upqsd" in words("7UP 汽水（大）")


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_gives_a_bounded_text_in_lower_case(zh: str, code: str) -> None:
    found = search_text({"zh": zh, "en": "Dish"}, [code])
    assert "dish" in found
    assert len(found) < 20 * (len(zh) * 7 + len(code) + 10)
