"""催し物: what the public may know (``events``), and how a group lets it know (``announcing``)."""
