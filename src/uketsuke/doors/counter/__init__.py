"""職員の画面: the counter, its managers, the ward, the vendor; below /staff/.

Every day: ``today``, ``ledger`` (with ``grid`` and ``jump``), ``calls`` and ``panels`` (on the
phone), ``phone`` (book for a group), ``queue``, ``decide`` and ``points`` (approve or not),
``booking`` (all about one) and its ``history``, ``till``, ``dues``, ``letters``.

Areas: ``registering``, ``terms`` and ``suspensions`` (groups), ``lottery``, ``waiting``,
``meetings``, ``things`` and ``items`` (equipment), ``blocks``, ``announcing``.

Money: ``money`` (daily close, months), ``bank``, ``refunds``, ``tariffs``. Figures:
``statistics``, ``rulebook``. Texts: ``wordings``.

Protection: ``protection`` (checklist), ``admin`` (staff, addresses, audit), ``analysis``,
``incidents``, ``exports``, ``retention``, ``erasure``, ``closing``, ``works`` (the vendor's),
``outages``.

Parts: ``links`` (addresses she may enter), ``buttons`` (decided with a press), ``deeds`` (names
of acts), ``keys``, ``pages`` (all of them), ``manual``, ``login``. What is typed is in
``…_forms``, addresses in ``urls_…``.
"""
