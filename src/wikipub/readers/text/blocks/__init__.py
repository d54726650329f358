"""Which blocks the article's lines make: `assemble` chooses among the `parsers`, other questions are a form each."""
