"""監査: what was done and seen, in a chain of which no link can be changed unseen."""
