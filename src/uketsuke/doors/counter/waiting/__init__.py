"""空き待ち: who waits for a cell, and what was offered."""
