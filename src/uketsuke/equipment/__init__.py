"""附帯設備・楽屋: what a hall lends with its rooms, and how much of it is promised when."""
