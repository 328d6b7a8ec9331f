"""ファイルが読めないわけ: why a file cannot be read, in the reader's words.

The system says it in English, whatever the language of the terminal.
"""

import errno

_WHY = {
    errno.ENOENT: "そのファイルはありません",
    errno.EACCES: "読む権限がありません",
    errno.EPERM: "読む権限がありません",
    errno.EISDIR: "フォルダーです",
    errno.ENOTDIR: "途中にフォルダーでないものがあります",
    errno.ENAMETOOLONG: "名前が長すぎます",
    errno.EIO: "装置の故障です",
}


def why_not(error: OSError | ValueError) -> str:
    """読めないわけ: a clause without its full stop; a ValueError is a name no file can have."""
    if isinstance(error, OSError):
        return _WHY.get(error.errno or 0, error.strerror or "読み取りの失敗です")
    return "ファイルの名前として使えません"
