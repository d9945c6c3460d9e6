"""The columns of the tables that ``measure.py`` and ``elements.py`` fill for one page."""

# Columns that ``measure.measure`` writes for each block.
(
    CHARS, WORDS, CAPITALISED, DIGITS, PUNCTUATION, COMMAS, SENTENCES, UPPER, WORD_SCORE, IN_TITLE, IN_DESCRIPTION,
    IN_DATA, CURRENCY, YEARS, LAST, FIRST, SYMBOLS, LINES, LONGEST, TEXT_SCORE, REPEATED, MEASURES,
) = range(22)  # fmt: skip
# Columns that ``elements.accumulate`` sums over the subtree of each element.
(
    S_WORDS, S_CHARS, S_LINKED, S_BLOCKS, S_LONG, S_SCORE, S_ANCHORS, S_IMAGES, S_SENTENCES, S_HEADINGS, S_CURRENCY,
    S_DATA, SUMS,
) = range(13)  # fmt: skip
# Columns that ``elements.relate`` writes for each run of similar siblings.
TOTALS = 7
# Parameters of the hashes of words and names (FNV-1a, 32 bits).
MASK = 0xFFFFFFFF
PRIME = 16777619
BASIS = 2166136261
