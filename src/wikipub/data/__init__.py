"""What an editor or translator would change without reading Python: tables in TOML, and their typed, strict loaders.

`languages/` holds the words of each wiki language, `furniture/` the lines that sites and mirrors add around an article,
`styles/` the looks of publications. Each table names its source and the day it was read.
"""
