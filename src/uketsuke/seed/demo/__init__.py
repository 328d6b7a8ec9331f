"""見本データ: a whole dummy world relative to today; ``fill`` makes it, the rest are its parts."""
