"""職員の画面: the counter, its managers, the ward, the vendor; below /staff/.

A folder for each area: what is done every day is in ``today``, ``ledger``, ``phone``,
``bookings`` and ``money``. In each ``urls`` says what there is, ``views`` (or files named after
the question) answer, and what is typed is in ``forms`` or ``…_forms``.

Parts for all: ``links`` (addresses she may enter), ``buttons`` (decided with a press), ``tabs``
(of the administration), ``deeds`` (names of acts), ``keys``, ``pages`` (all of them), ``manual``.

Numbers in capitals here (``A_PAGE``, ``SHOWN``, ``RECENT``, ``MOST_…``, ``TOP``) say how much one
screen draws or one field takes. What decides anything is a figure of the rulebook.
"""
