"""The settings of the product, with one address more (``bench/urls.py``)."""

from uketsuke.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
