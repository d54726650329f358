"""Which lines are headings, how sure that is, and what the text tells of their depth (docs/headings.md).

The contents block and the edit marks have most to say; `marked` hears them, and `bare` weighs the lines of texts that
have neither by their `surroundings`.
"""
