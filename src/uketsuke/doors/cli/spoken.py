"""使い方の言葉: what argparse says about the command line, in Japanese.

argparse asks gettext for each of its sentences, by its English one. There is one reader of this
command line, whatever the locale of the terminal says, so it is given these words at once.
"""

import argparse

WORDS = {
    # 使い方の見出し
    "usage: ": "使い方：",
    "positional arguments": "引数",
    "options": "指定",
    "subcommands": "命令",
    "show this help message and exit": "この説明を表示します",
    "show program's version number and exit": "版を表示します",
    # 間違い
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "the following arguments are required: %s": "%s が足りません",
    "one of the arguments %s is required": "%s のどれか一つが要ります",
    "unrecognized arguments: %s": "%s という指定はありません",
    "unexpected option string: %s": "%s という指定はありません",
    "ambiguous option: %(option)s could match %(matches)s": (
        "%(option)s だけでは、%(matches)s のどれか分かりません"
    ),
    "not allowed with argument %s": "%s と一緒には使えません",
    "ignored explicit argument %r": "値は付けられません（%s）",
    "expected one argument": "値を一つ付けてください",
    "expected at most one argument": "値は一つまでです",
    "expected at least one argument": "値を一つ以上付けてください",
    "expected %s argument": "値を%s個付けてください",
    "expected %s arguments": "値を%s個付けてください",
    "invalid %(type)s value: %(value)r": "「%(value)s」は、ここでは使えません",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "「%(value)s」はありません（%(choices)s から選んでください）"
    ),
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "「%(parser_name)s」はありません（%(choices)s から選んでください）"
    ),
    "can't open '%(filename)s': %(error)s": "%(filename)s を開けません（%(error)s）",
    "%(prog)s: error: %(message)s\n": "%(prog)s：%(message)s\n",
}


def speak() -> None:
    """From now on argparse says these words; what is not here, it says as it did."""
    vars(argparse).update(_=_said, ngettext=_counted)


def _said(words: str) -> str:
    return WORDS.get(words, words)


def _counted(one: str, several: str, number: int) -> str:
    return _said(one if number == 1 else several)
