"""Places: areas, organisations, posts, people and the documents that citations name."""
