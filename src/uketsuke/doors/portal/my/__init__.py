"""マイページ: a group's own (``views``, read in ``mine``), its bookings' ``dues`` and ``meeting``.

``pay`` and ``leaving`` lead to the provider; ``record`` is what we know of it, ``telling`` how it
is told, ``suspension``, and the ``feed`` of its calendar.
"""
