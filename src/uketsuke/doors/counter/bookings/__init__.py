"""予約の審査と記録: all about one ``booking`` and its ``history``.

The ``queue`` of those that wait, what to look at (``points``) and to ``decide``; ``blocks`` of
rooms; ``announcing`` an event.
"""
