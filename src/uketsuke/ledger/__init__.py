"""調定・収納・還付: append-only entries; what is owed is their sum (docs/ideas/ledger.md)."""
