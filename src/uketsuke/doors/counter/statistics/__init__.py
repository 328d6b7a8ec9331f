"""統計: figures that open (``views``, drawn by ``tables``) and the ``reports`` that were issued."""
