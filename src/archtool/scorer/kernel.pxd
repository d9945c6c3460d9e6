# Types with which Cython compiles kernel.py; where it is not compiled they are not read.
cimport cython

cdef unsigned int MASK, PRIME, BASIS
cdef int CAPITALISED, CHARS, COMMAS, CURRENCY, DIGITS, FIRST, IN_DATA, IN_DESCRIPTION, IN_TITLE, LAST, LINES
cdef int LONGEST, MEASURES, PUNCTUATION, REPEATED, S_ANCHORS, S_BLOCKS, S_CHARS, S_CURRENCY, S_DATA, S_HEADINGS
cdef int S_IMAGES, S_LINKED, S_LONG, S_SCORE, S_SENTENCES, S_WORDS, SENTENCES, SUMS, SYMBOLS, TEXT_SCORE, TOTALS
cdef int UPPER, WORD_SCORE, WORDS, YEARS
cdef long long SIGNATURES

cpdef bint is_dense(int code) noexcept

cpdef bint is_full_stop(int code) noexcept

cpdef int fold(Py_UCS4 char, int code) noexcept

@cython.locals(count=int, value=cython.uint, size=int, pair=int, char=cython.Py_UCS4, code=int)
cpdef int hash_words(str text, unsigned int[::1] buffer) except -1

@cython.locals(index=int)
cpdef void mark_words(str text, int bit, unsigned int[::1] buffer, unsigned char[::1] known) except *

@cython.locals(index=int, picked=int[::1])
cpdef pick(int[::1] column, int[::1] places, out)

@cython.locals(seen=dict, index=int, count=int)
cpdef void count_copies(list hashes, int[::1] earlier, int[::1] copies) except *

@cython.locals(block=int)
cpdef void add_paths(int[::1] owners, double[::1] own, double[::1] above, double[::1] scores) except *

@cython.locals(above=double, block=int)
cpdef void rank(list order, list words, double total, double[::1] ranks) except *

@cython.locals(value=cython.uint, hashed=cython.uint)
cpdef unsigned int hash_text(list hashes) except? 1

@cython.locals(count=int, whole=cython.uint, word=cython.uint, whole_size=int, word_size=int, parts=int, small=cython.bint,
               char=cython.Py_UCS4, code=int, capital=cython.bint, letter=cython.bint)
cpdef int hash_tokens(str tokens, int tag, unsigned int[::1] buffer) except -1

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

@cython.locals(block=int, base=int, row=int, words=double, chars=double, element=int, parent=int, column=int)
cpdef void accumulate(int[::1] parents, int[::1] owners, double[::1] measures, int[::1] linked, int[::1] anchors,
                      int[::1] images, int[::1] kinds, double[::1] sums) except *

@cython.locals(size=int, element=int, parent=int, total=double, count=int, score=double, value=cython.uint, index=int,
               hashed=cython.uint)
cpdef void score_elements(int[::1] parents, int[::1] tags, list tokens, double[::1] sums, const float[::1] near,
                          const float[::1] far, unsigned int[::1] buffer, double[::1] own, double[::1] above,
                          int[::1] signatures) except *

@cython.locals(size=int, slot=int, keys=cython.longlong[::1], found=int[::1], number=int, element=int, row=int, parent=int, tag=int, key=cython.longlong, group=int, base=int)
cpdef int relate(int[::1] parents, int[::1] tags, double[::1] sums, int[::1] signatures, int[::1] meanings,
                 int[::1] wider, int[::1] semantic, int[::1] items, int[::1] groups, int[::1] ordinals,
                 int[::1] depths, double[::1] totals) except -1
