"""描画: what is drawn. ``components`` (shown), ``charts``, ``papers`` and ``aloud`` (PDF).

``downloads`` and ``ical`` (files), ``folding`` (templates, once for each language).
"""
