"""土台: what every area stands on, and what knows none of them.

Values: ``actors``, ``clock``, ``calendar``, ``yen``, ``refusals``. Words: ``text``, ``kanji``,
``likeness``, ``ruby``, ``languages``. Rows: ``rows`` (hot statements), ``numbers``, ``versions``
(in force from a day), ``proposals`` (by two persons), ``append_only``, ``again``, ``revision``
(when kept things are old). Secrets: ``vault``, ``sealed``. Files: ``sheets``, ``listing``,
``pdfs``, ``parcels``, ``clamav``, ``unreadable`` (why). The machine: ``logs``, ``heartbeat``,
``practice``.
"""
