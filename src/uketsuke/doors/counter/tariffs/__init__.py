"""料金表: its versions and their release (``views``), to ``edit`` one, its ``effect``."""
