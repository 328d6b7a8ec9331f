"""抽選: rounds and entries (``views``), the ``ceremony`` of drawing, ``letters``, ``report``."""
