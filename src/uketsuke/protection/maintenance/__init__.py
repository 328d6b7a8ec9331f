"""保守作業: applied for, approved, recorded, reported."""
