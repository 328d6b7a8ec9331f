"""保存期間の言い方."""

import pytest

from uketsuke.protection.retention.terms import told


@pytest.mark.parametrize(
    ("days", "official", "words"),
    [
        (365, False, "1年（見本）"),
        (730, True, "2年"),
        (35, True, "35日"),
        (366, True, "366日"),
        (1, False, "1日（見本）"),
    ],
)
def test_a_term_in_words(days, official, words):
    assert told(days, official=official) == words
