"""料金表: versioned fees; ``quote`` and ``refund`` say what a use costs and what comes back."""
