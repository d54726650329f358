"""What the tool that made the text did to its lines and wrote between their words: markup, wrapping, tags, rules.

`dialect` tells what it did, the others undo one thing each. Nothing here knows what the words of a page mean.
"""
