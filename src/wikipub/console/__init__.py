"""What a person sees: an inspection and the formats as tables, the outcomes of a build as lines, its progress.

Words of a source are shown with the characters that a terminal would act upon escaped.
"""
