"""The columns of the table that ``line_measure.py`` fills for the lines of one dump."""

# Columns that ``line_measure.measure`` writes for each line.
(
    SIZE, WORDS, DENSE, DIGITS, CAPITALS, UPPER, COMMAS, SENTENCES, ENDS, ENDS_COLON, ENDS_MORE, ENDS_COMMA,
    BEGINS_UPPER, BEGINS_LOWER, BEGINS_DIGIT, BEGINS_SIGN, BARS, LINKS, BRACKETS, QUOTES, MARKS, YEARS, CLOCKS,
    CURRENCY, SHORT, LONGEST, SIGNS, SCORE, KNOWN, PROSE, COPIES, EARLIER, ITEM, TIGHT, MEASURES,
) = range(35)  # fmt: skip
# Numbers of features that ``line_rows.fill`` writes: of the line, of each of six neighbours, of each of six windows, of
# its place, and of the page.
OWN, NEAR_EACH, WINDOW_EACH, PLACE, PAGE = 34, 8, 5, 22, 10
WIDTH = OWN + 6 * NEAR_EACH + 6 * WINDOW_EACH + PLACE + PAGE
