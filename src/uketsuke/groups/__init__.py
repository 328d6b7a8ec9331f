"""利用者: the groups on record and their two persons."""
