"""個人情報保護: what the ward asks of whoever keeps persons' items, and how it is proved.

``inventory`` (every personal field), ``checklist`` with ``evidence`` and ``report``; ``portrait``
(what a group may see of itself), ``analysis`` and ``watch`` (what is unusual), ``sealing`` (new
keys), ``checkup`` (doctor). By two persons: ``retention``, ``erasure``, ``closing``. Followed to
the end: ``exports``, ``incidents``, ``maintenance``, ``backups``.
"""
