"""お金: the ``till``, a booking's ``dues`` and reductions, ``refunds``, what came by ``bank``.

``days``: the days and months that are closed.
"""
