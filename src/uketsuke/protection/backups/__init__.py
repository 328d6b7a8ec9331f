"""バックアップ: made while we serve, sealed, and proved by restoring them."""
