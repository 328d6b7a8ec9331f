"""当日: what really happened in the halls, and what the next shift must know."""
