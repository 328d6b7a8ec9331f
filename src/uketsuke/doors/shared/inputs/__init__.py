"""入力: what is typed. ``forms`` and ``fields`` are the base of every form; ``dates``, ``uploads``.

The forms that both doors use: ``use``, ``things`` (and what they cost), ``meeting``, ``waiting``,
``lottery`` (and writing an entry), ``registration``, ``suspension``, ``notice``.
"""
