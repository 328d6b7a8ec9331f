"""少ない数を隠す: what is shown never lets anybody compute what is hidden."""

from hypothesis import given
from hypothesis import strategies as some

from uketsuke.reports.small import LEAST, hidden

COUNTS = some.dictionaries(some.text("abcdefgh", min_size=1, max_size=2), some.integers(0, 30))


@given(COUNTS)
def test_no_small_count_is_shown(counts):
    shown = {key: count for key, count in counts.items() if key not in hidden(counts)}

    assert all(count == 0 or count >= LEAST for count in shown.values())


@given(COUNTS)
def test_the_difference_to_the_total_tells_no_single_small_count(counts):
    away = hidden(counts)
    others = [key for key in counts if counts[key] and key not in away]

    if away and others:
        assert len(away) > 1
        assert sum(counts[key] for key in away) >= LEAST


@given(COUNTS)
def test_nothing_is_hidden_without_need(counts):
    if all(count == 0 or count >= LEAST for count in counts.values()):
        assert hidden(counts) == set()
