"""空き待ち: waiting for a cell, offers, and searches that are kept."""
