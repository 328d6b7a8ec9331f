"""打合せ: meetings and day sheets of bookings (``views``), and the hours on offer (``offers``)."""
