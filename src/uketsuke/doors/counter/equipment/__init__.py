"""附帯設備・楽屋: the ``items`` a hall owns, and the ``things`` asked for with a booking."""
