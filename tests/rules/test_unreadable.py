"""ファイルが読めないわけ: said in the reader's words, for files that cannot really be read."""

import pytest

from uketsuke.kernel.unreadable import why_not


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing", "そのファイルはありません"),
        ("folder", "フォルダーです"),
        ("file/inside", "途中にフォルダーでないものがあります"),
        ("n" * 300, "名前が長すぎます"),
        ("odd\0name", "ファイルの名前として使えません"),
    ],
)
def test_why_a_file_cannot_be_read_is_said_in_japanese(tmp_path, name, said):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises((OSError, ValueError)) as failed:
        (tmp_path / name).read_bytes()

    assert why_not(failed.value) == said


def test_what_has_no_words_of_ours_is_said_as_the_system_says_it():
    assert why_not(OSError(98, "Address already in use")) == "Address already in use"
    assert why_not(OSError()) == "読み取りの失敗です"
