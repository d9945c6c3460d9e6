# Types with which Cython compiles elements.py; where it is not compiled they are not read.
cimport cython

cdef unsigned int MASK, PRIME, BASIS
cdef int CHARS, CURRENCY, IN_DATA, MEASURES, S_ANCHORS, S_BLOCKS, S_CHARS, S_CURRENCY, S_DATA, S_HEADINGS, S_IMAGES
cdef int S_LINKED, S_LONG, S_SCORE, S_SENTENCES, S_WORDS, SENTENCES, SUMS, TOTALS, WORD_SCORE, WORDS
cdef long long SIGNATURES

@cython.locals(index=int, picked=int[::1])
cpdef pick(int[::1] column, int[::1] places, out)

@cython.locals(count=int, whole=cython.uint, word=cython.uint, whole_size=int, word_size=int, parts=int, small=cython.bint,
               char=cython.Py_UCS4, code=int, capital=cython.bint, letter=cython.bint)
cpdef int hash_tokens(str tokens, int tag, unsigned int[::1] buffer) except -1

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

@cython.locals(block=int)
cpdef void add_paths(int[::1] owners, double[::1] own, double[::1] above, double[::1] scores) except *

@cython.locals(above=double, block=int)
cpdef void rank(list order, list words, double total, double[::1] ranks) except *
