# Types with which Cython compiles kernel.py; where it is not compiled they are not read.
cimport cython

cdef unsigned long long MASK, BASIS, PRIME, SPREAD

@cython.locals(count=Py_ssize_t, value=cython.ulonglong, inside=int, place=Py_ssize_t, byte=cython.uchar)
cpdef Py_ssize_t hash_words(const unsigned char[::1] data, const unsigned char[::1] letters,
                            unsigned long long[::1] words) except -1

@cython.locals(top=Py_ssize_t, written=Py_ssize_t, runs=Py_ssize_t, width=Py_ssize_t, start=Py_ssize_t,
               offset=Py_ssize_t, value=cython.ulonglong, place=Py_ssize_t)
cpdef Py_ssize_t shingle(unsigned long long[::1] words, Py_ssize_t count, Py_ssize_t size,
                         unsigned long long[::1] found, unsigned long long[::1] table) except -1

@cython.locals(band=Py_ssize_t, offset=Py_ssize_t, value=cython.ulonglong, number=cython.ulonglong)
cpdef void cut(const unsigned int[::1] signature, Py_ssize_t size, unsigned long long[::1] bands) except *

@cython.locals(top=Py_ssize_t, count=Py_ssize_t, number=Py_ssize_t, value=cython.ulonglong, place=Py_ssize_t)
cpdef Py_ssize_t common(const unsigned int[::1] first, const unsigned int[::1] second,
                        unsigned long long[::1] table) except -1
