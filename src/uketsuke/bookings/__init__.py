"""予約: cells of the halls, from a choice to the end of a use.

Rules, pure: ``reception`` (may she ask), ``opening`` (from when), ``deadlines``, ``states`` (who
may move what), ``cells`` (what a visitor sees), ``review`` (what to look at), ``resting`` (when a
freed cell returns).

Cells: ``holds`` (the one writer), ``rests`` (freed cells), ``returns`` (given back by a winner),
``blocks`` (the hall's own), ``grants`` (won by lot).

A group's way: ``drafts`` (held while she types), ``requests`` (the first minutes), ``actions``
(book, cancel, undo), ``steps`` (what these share), ``along`` and ``ordering`` (equipment),
``feeds`` (her calendar).

The counter: ``desk`` and ``decisions`` (approve or not), ``moves`` (another day), ``reductions``,
``repricing``, ``extras`` (a second bill), ``till``, ``intake`` and ``refunds`` (money),
``papers`` (as frozen), ``reminders``, ``extensions`` (after an outage).

Read: ``queries`` (what actions decide about), ``availability`` (visitors), ``daybook`` (the
ledger), ``finding`` (by what is done there).
"""
