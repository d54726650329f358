"""Programs for those who work on wikipub; no part of the package."""
