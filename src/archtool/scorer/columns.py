"""What the columns of the tables of numbers mean that ``measure`` and ``elements`` fill for one page."""

# What ``measure.measure`` writes for each block.
(
    CHARS, WORDS, CAPITALISED, DIGITS, PUNCTUATION, COMMAS, SENTENCES, UPPER, WORD_SCORE, IN_TITLE, IN_DESCRIPTION,
    IN_DATA, CURRENCY, YEARS, LAST, FIRST, SYMBOLS, LINES, LONGEST, TEXT_SCORE, REPEATED, MEASURES,
) = range(22)  # fmt: skip
# What ``elements.accumulate`` adds up over the subtree of each element.
(
    S_WORDS, S_CHARS, S_LINKED, S_BLOCKS, S_LONG, S_SCORE, S_ANCHORS, S_IMAGES, S_SENTENCES, S_HEADINGS, S_CURRENCY,
    S_DATA, SUMS,
) = range(13)  # fmt: skip
# How many numbers ``elements.relate`` keeps of each run of like siblings.
TOTALS = 7
# Of the hashes of words and of names (FNV-1a, 32 bits).
MASK = 0xFFFFFFFF
PRIME = 16777619
BASIS = 2166136261
