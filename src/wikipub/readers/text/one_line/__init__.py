"""Where the parts begin of a page that a tool put on one line: the site's words, headings, notes, paragraphs."""
