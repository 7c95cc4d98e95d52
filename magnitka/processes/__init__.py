"""The mechanisms, one per file. They never import each other: they meet only in the world."""
