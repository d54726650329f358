"""What is the site's and not the article's, its frame, notices, boxes and words; and which line is the title."""
