"""入口: the same rules for each audience: citizens, staff, other programs, whoever runs it."""
