"""利用者の口座: coming in (``login``), and what is changed about it (``security``)."""
