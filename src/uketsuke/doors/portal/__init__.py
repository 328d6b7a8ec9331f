"""利用者の画面: what anybody may look at, and what a group does.

Look: ``looking`` (front, guide), ``calendar``, ``grids`` and ``offers`` (free cells), ``search``,
``price``, ``terms`` (in words), ``lottery`` and ``draws``, ``events``, ``statistics``,
``manual``, ``pages`` (all of them), ``accessible``.

Book: ``booking`` (four pages), with ``chosen`` (the cells in the address), ``holding`` (are they
still hers) and ``things`` (equipment). Wait: ``waiting``.

My page: ``mypage``, ``mine`` (what it reads), ``dues``, ``pay`` and ``leaving`` (to the
provider), ``meeting``, ``record``, ``telling``, ``suspension``, ``announcing``, ``feed``,
``security``. Come in: ``registration``, ``login``, ``carry`` (nothing typed is lost).

Kept for speed: ``kept``. Addresses: ``urls``.
"""
