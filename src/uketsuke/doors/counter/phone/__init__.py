"""電話: ``calls`` finds the group and shows its ``panels``; ``book`` books for it."""
