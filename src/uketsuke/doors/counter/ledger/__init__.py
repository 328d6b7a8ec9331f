"""台帳: the screen (``views``) with its ``grid``, its ``file``, the ``jump`` from what is typed."""
