"""From a bound document to a file, one module a format family; the table of them is PUBLISHERS."""
