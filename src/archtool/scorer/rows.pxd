# Types with which Cython compiles rows.py; where it is not compiled they are not read.
cimport cython

cdef int CAPITALISED, CHARS, COMMAS, CURRENCY, DIGITS, FIRST, IN_DATA, IN_DESCRIPTION, IN_TITLE, LAST, LINES
cdef int LONGEST, MEASURES, PUNCTUATION, S_BLOCKS, S_CHARS, S_CURRENCY, S_DATA, S_HEADINGS, S_IMAGES, S_LINKED
cdef int S_LONG, S_SCORE, S_SENTENCES, S_WORDS, SENTENCES, SUMS, SYMBOLS, TEXT_SCORE, TOTALS, UPPER, WORD_SCORE
cdef int WORDS, YEARS

@cython.locals(block=int, base=int, cell=int, chars=double, words=double, letters=double)
cpdef void text_features(double[::1] measures, int[::1] kinds, int[::1] tags, int[::1] owners, int[::1] levels,
                         int[::1] linked, int[::1] anchors, int[::1] marks, int[::1] images, int[::1] flags,
                         int[::1] copies, float[::1] out, int width) except *

@cython.locals(count=int, total=double, title=int, block=int, seen=double, heading=int, since=double, before=int,
               cell=int, words=double, base=int, following=double, distance=int)
cpdef void place_features(double[::1] measures, int[::1] kinds, int[::1] levels, double[::1] scores, float[::1] out,
                          int width, int first) except *

@cython.locals(count=int, block=int, cell=int, step=int, other=int, base=int, reach=int, words=double, link=double,
               chars=double, score=double, path=double, sentences=double, size=int)
cpdef void neighbour_features(double[::1] measures, int[::1] linked, int[::1] owners, double[::1] scores,
                              float[::1] out, int width, int first) except *

@cython.locals(page_words=double, block=int, element=int, cell=int, parent=int, bits=int, bit=int, _level=int, row=int,
               words=double, blocks=double)
cpdef void ancestor_features(int[::1] owners, double[::1] sums, double[::1] own, double[::1] above, int[::1] wider,
                             int[::1] semantic, int[::1] depths, int[::1] parents, int[::1] tags, double[::1] totals,
                             int[::1] groups, float[::1] out, int width, int first) except *

@cython.locals(block=int, cell=int, element=int, _level=int, item=int, base=int, row=int, words=double)
cpdef void repeat_features(int[::1] owners, int[::1] parents, double[::1] sums, int[::1] items, int[::1] groups,
                           int[::1] ordinals, double[::1] totals, double[::1] above, int[::1] wider, int[::1] depths,
                           float[::1] out, int width, int first) except *

@cython.locals(count=int, words=double, best=double, total=double, block=int, cell=int, index=int, size=int)
cpdef void page_features(int[::1] owners, double[::1] sums, double[::1] scores, double[::1] ranks, double[::1] page,
                         float[::1] out, int width, int first) except *
