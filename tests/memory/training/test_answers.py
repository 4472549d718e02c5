import pytest

from memory.training.answers import exact, f1, locomo_f1, tokens


def test_tokens_lose_case_articles_punctuation_and_endings() -> None:
    assert tokens("The dogs, and A cat's hats!") == ["dog", "cat", "hat"]


@pytest.mark.parametrize(
    ("answer", "right", "expected"),
    [
        ("a red car", "the red cars", 1.0),
        ("red red car", "red car", 0.8),  # 2 of 3 said, 2 of 2 wanted
        ("blue", "red", 0.0),
        ("", "red", 0.0),
        ("", "", 0.0),
    ],
)
def test_f1_counts_tokens_with_their_repetitions(answer: str, right: str, expected: float) -> None:
    assert f1(answer, right) == pytest.approx(expected)


def test_exact_match_wants_the_same_tokens_in_order() -> None:
    assert exact("The Mill.", "mill")
    assert not exact("mill old", "old mill")


def test_multi_hop_takes_the_best_part_for_each_part_of_the_answer() -> None:
    assert locomo_f1("tea, a red car", "red car, chess", 1) == pytest.approx(0.5)
    assert locomo_f1("tea, a red car", "red car, chess", 4) < 0.8


def test_open_domain_answers_end_at_the_first_semicolon() -> None:
    assert locomo_f1("likely no", "Likely no; she paints", 3) == 1
    assert locomo_f1("likely no", "Likely no; she paints", 4) < 1


@pytest.mark.parametrize(
    ("answer", "category", "expected"), [(None, 5, 1), ("tea", 5, 0), (None, 4, 0), (None, 1, 0)]
)
def test_only_what_cannot_be_answered_should_be_declined(
    answer: str | None, category: int, expected: float
) -> None:
    assert locomo_f1(answer, "tea", category) == expected
