# Types with which Cython compiles line_rows.py; where it is not compiled they are not read.
cimport cython

cdef int BARS, BEGINS_DIGIT, BEGINS_LOWER, BEGINS_SIGN, BEGINS_UPPER, BRACKETS, CAPITALS, CLOCKS, COMMAS, COPIES, CURRENCY
cdef int DENSE, DIGITS, EARLIER, ENDS, ENDS_COLON, ENDS_COMMA, ENDS_MORE, ITEM, KNOWN, LINKS, LONGEST, MARKS, MEASURES
cdef int PROSE, QUOTES, SCORE, SENTENCES, SHORT, SIGNS, SIZE, TIGHT, UPPER, WORDS, YEARS
cdef int OWN, NEAR_EACH, WINDOW_EACH, PLACE, WIDTH, SHORT_LINE, FAR
cdef double COST

@cython.locals(line=int, first=int)
cpdef void fill(double[::1] measures, int count, float[::1] out) except *

@cython.locals(row=int, line=int, base=int, size=double, column=int)
cdef void _sums(double[::1] measures, int count, double[::1] sums) except *

@cython.locals(size=double, words=double, signs=double)
cdef void _own(double[::1] measures, int base, float[::1] out, int row) except *

@cython.locals(step=int, other=int, base=int, column=int)
cdef void _near(double[::1] measures, int count, int line, float[::1] out, int row) except *

@cython.locals(number=int, low=int, high=int, lines=int, start=int, stop=int, size=double, column=int)
cdef void _windows(double[::1] sums, int count, int line, float[::1] out, int row) except *

@cython.locals(end=int, total=double, prose=double, since=int, run=int, shorts=int, line=int, row=int, at=int,
               is_prose=cython.bint, short=cython.bint)
cdef void _places(double[::1] measures, double[::1] sums, int count, float[::1] out, int first) except *

@cython.locals(way=int, best=double, here=double, start=int, low=int, high=int, line=int, base=int, size=double, gain=double,
               score=double, row=int)
cdef void _stretches(double[::1] measures, int count, float[::1] out, int first) except *

@cython.locals(end=int, total=double, dense=double, signs=double, tight=double, known=double, words=double, items=double,
               line=int, base=int, row=int)
cdef void _page(double[::1] measures, double[::1] sums, int count, float[::1] out, int first) except *
