"""規則: the figures by which the halls are run, seen by all staff and changed by two persons."""
