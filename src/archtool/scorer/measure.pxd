# Types with which Cython compiles measure.py; where it is not compiled they are not read.
cimport cython

cdef unsigned int MASK, PRIME, BASIS
cdef int CAPITALISED, CHARS, COMMAS, CURRENCY, DIGITS, FIRST, IN_DATA, IN_DESCRIPTION, IN_TITLE, LAST, LINES, LONGEST
cdef int MEASURES, PUNCTUATION, REPEATED, SENTENCES, SYMBOLS, TEXT_SCORE, UPPER, WORD_SCORE, WORDS, YEARS

cpdef bint is_dense(int code) noexcept

cpdef bint is_full_stop(int code) noexcept

cpdef int fold(Py_UCS4 char, int code) noexcept

@cython.locals(count=int, value=cython.uint, size=int, pair=int, char=cython.Py_UCS4, code=int)
cpdef int hash_words(str text, unsigned int[::1] buffer) except -1

@cython.locals(index=int)
cpdef void mark_words(str text, int bit, unsigned int[::1] buffer, unsigned char[::1] known) except *

@cython.locals(seen=dict, index=int, count=int)
cpdef void count_copies(list hashes, int[::1] earlier, int[::1] copies) except *

@cython.locals(value=cython.uint, hashed=cython.uint)
cpdef unsigned int hash_text(list hashes) except? 1

@cython.locals(count=int, chars=int, digits=int, punctuation=int, commas=int, sentences=int, upper=int, currency=int,
               years=int, symbols=int, lines=int, capitalised=int, longest=int, run=int, number=int, code=int, before=int,
               first=int, last=int, kind=int, char=cython.Py_UCS4, size=int, score=double, title=int, description=int,
               data=int, value=cython.uint, index=int, hashed=cython.uint, mark=int, folded=int, inside=cython.bint,
               repeated=int, three=cython.uint, dense=int, pair=int)
cpdef unsigned int measure(str text, unsigned int[::1] buffer, const unsigned char[::1] marks,
                           unsigned char[::1] shingles, const float[::1] weights, double[::1] out, int base) except? 1

@cython.locals(index=int, shingles=cython.uchar[::1])
cpdef list measure_texts(list texts, unsigned int[::1] buffer, const unsigned char[::1] marks,
                         const float[::1] weights, double[::1] out)
