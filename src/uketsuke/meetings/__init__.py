"""打合せ: times the halls offer, appointments, and the sheet that is written at them."""
