"""Many inputs at once: which they are, building them side by side, what came of them."""
