"""だれでも見られる頁: front and guide (``views``), ``price``, ``statistics``, ``accessible``."""
