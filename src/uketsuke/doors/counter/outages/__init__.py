"""停止の記録: when the system could not be reached, confirmed by two persons."""
