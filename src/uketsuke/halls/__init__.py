"""施設: halls, rooms, slots, and when they are closed."""
