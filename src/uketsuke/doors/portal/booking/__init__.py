"""予約の申込: four pages (``views``), the cells in the address (``chosen``), 附帯設備 (``things``).

``holding``: whether the cells are still the group's.
"""
