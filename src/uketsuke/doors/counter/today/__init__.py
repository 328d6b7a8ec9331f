"""本日: who comes, came and left (``views``), the ``record`` of a use, the day's ``sheet``."""
