# Types with which Cython compiles context.py; where it is not compiled they are not read.
cimport cython

cdef int CHARS, MEASURES, REPEATED, S_BLOCKS, S_LONG, S_WORDS, SUMS, WORDS

@cython.locals(index=int)
cpdef void meetings(int[::1] parents, int element, int[::1] met, unsigned char[::1] marked) except *

@cython.locals(block=int, element=int, best=int)
cpdef int best_container(int[::1] parents, int[::1] owners, double[::1] sums, double[::1] chances, double[::1] weights,
                         double[::1] gains) except -1

@cython.locals(block=int, cell=int)
cpdef void copy_features(double[::1] measures, int[::1] earlier, int[::1] copies, float[::1] out, int width,
                         int first) except *

@cython.locals(block=int, cell=int, meeting=int)
cpdef void title_features(int[::1] owners, int[::1] depths, double[::1] sums, int[::1] met, int title, float[::1] out,
                          int width, int first) except *

@cython.locals(block=int, base=int, total=double)
cpdef double expectations(double[::1] measures, double[::1] scores, double[::1] chances, double[::1] weights) except? -1

@cython.locals(count=int, begin=int, end=int, block=int, cell=int, seen=double, expected=double,
               score=double, size=double)
cpdef void expected_features(int[::1] kinds, double[::1] scores, double[::1] chances, double[::1] weights,
                             double total, float[::1] out, int width, int first) except *

@cython.locals(words=double, block=int, cell=int, meeting=int)
cpdef void container_features(int[::1] owners, int[::1] depths, double[::1] sums, int[::1] met, int best, double gain,
                              double total, float[::1] out, int width, int first) except *
