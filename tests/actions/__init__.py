"""What groups and staff do, on both databases, through the real actions."""
