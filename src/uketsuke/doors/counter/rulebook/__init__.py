"""規則: the figures of the halls, changed by two persons from a day to come."""
