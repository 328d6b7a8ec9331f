"""事故の記録: what happened, what was done when and by whom, and what is still to be done."""
