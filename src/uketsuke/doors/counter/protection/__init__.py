"""個人情報の保護: the ward's ``checklist``, the ``audit`` and its ``analysis``, ``incidents``,
``exports``, ``retention``, ``erasure``, ``closing`` at the end, and the vendor's ``works``."""
