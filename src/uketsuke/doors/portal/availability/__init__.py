"""空き: months, weeks and days (``calendar``), made ready in ``grids``; what is free (``search``).

``offers``: a free slot with a way to it. ``draws``: until when one enters for a day.
"""
