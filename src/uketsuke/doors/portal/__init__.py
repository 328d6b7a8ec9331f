"""利用者の画面: what anybody may look at, and what a group does.

A folder for each thing a citizen comes for: ``looking``, ``availability``, ``booking``,
``lottery``, ``waiting``, ``events``, ``registration``, ``accounts``, and ``my`` page. In each
``urls`` says what there is, ``views`` (or files named after the question) answer.

Parts for all: ``carry`` (nothing typed is lost), ``kept`` (pages kept for speed), ``terms`` (rules
in words), ``manual``, ``pages`` (all of them), ``numbers`` (in addresses).
"""
