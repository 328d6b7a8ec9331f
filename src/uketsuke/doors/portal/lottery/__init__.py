"""抽選: rounds and their records (``views``), a group's ``entry``, and a draw to ``check``."""
