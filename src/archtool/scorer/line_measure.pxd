# Types with which Cython compiles line_measure.py; where it is not compiled they are not read.
cimport cython

cdef unsigned int MASK, PRIME, BASIS
cdef unsigned int WHOLE, FIRST, LAST, PAIR
cdef int FEW, WIDE, SHORT_PROSE, LONG_PROSE
cdef int BARS, BEGINS_DIGIT, BEGINS_LOWER, BEGINS_SIGN, BEGINS_UPPER, BRACKETS, CAPITALS, CLOCKS, COMMAS, COPIES, CURRENCY
cdef int DENSE, DIGITS, EARLIER, ENDS, ENDS_COLON, ENDS_COMMA, ENDS_MORE, KNOWN, LINKS, LONGEST, MARKS, MEASURES, PROSE
cdef int QUOTES, SCORE, SENTENCES, SHORT, SIGNS, SIZE, UPPER, WORDS, YEARS

@cython.locals(count=int, value=cython.uint, size=int, char=cython.Py_UCS4, code=int, dense=int)
cpdef int hash_line(str text, unsigned int salt, unsigned int[::1] buffer) except -1

@cython.locals(made=int, whole=cython.uint, index=int, value=cython.uint)
cpdef int tokens(int count, unsigned int[::1] buffer, unsigned int[::1] out) except -1

@cython.locals(size=int, words=int, dense=int, digits=int, capitals=int, upper=int, commas=int, sentences=int, bars=int,
               links=int, brackets=int, quotes=int, marks=int, years=int, clocks=int, currency=int, short=int, longest=int,
               signs=int, run=int, number=int, lowered=int, code=int, before=int, first=int, last=int, pending=int,
               char=cython.Py_UCS4, alpha=cython.bint, digit=cython.bint, capital=cython.bint, wide=cython.bint,
               ends=cython.bint)
cpdef void measure(str text, double[::1] out, int base) except *

@cython.locals(char=cython.Py_UCS4)
cdef void _begin(int first, double[::1] out, int base) except *

@cython.locals(longest=int, buffer=cython.uint[::1], made=cython.uint[::1], size=cython.uint, bits=cython.uint, copies=dict,
               keys=list, base=int, count=int, known=int, whole=cython.uint, index=int, value=cython.uint, total=int,
               number=int, earlier=int, text=str)
cpdef void measure_lines(list texts, unsigned int salt, const signed char[::1] weights, double bias, double scale,
                         const unsigned char[::1] seen, double[::1] out) except *
