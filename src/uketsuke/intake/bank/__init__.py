"""銀行振込: what came in at the bank, from its file to the bookings it pays."""
