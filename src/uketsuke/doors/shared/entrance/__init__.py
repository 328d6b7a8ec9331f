"""入る: who comes in (``accounts``, ``visits``), who may (``guards``), from where (``addresses``).

``second`` (factor), ``devices``, ``browsers`` (their names), ``passwords``; ``proof`` and ``away``
ask for the password again.
"""
