"""運転: ``requests`` (numbered, logged), ``traffic``, ``metrics``, ``health``.

``private`` (pages nobody keeps), ``wellknown`` (addresses that are looked for).
"""
