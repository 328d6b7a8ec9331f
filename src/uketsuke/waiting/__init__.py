"""空き待ち: who waits for taken cells, whose turn it is, and what a group looks for."""
