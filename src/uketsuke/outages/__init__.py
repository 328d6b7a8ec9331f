"""停止の記録: when we were down, and what that gives back to people (docs/ideas/outages.md)."""
