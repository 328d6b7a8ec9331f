"""統計: what the halls were used for, counted the same way every time."""
