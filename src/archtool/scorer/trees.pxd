# Types with which Cython compiles trees.py; where it is not compiled they are not read.
cimport cython

cdef unsigned int MASK, SPREAD
cdef int LEAVES

@cython.locals(tree=int, block=Py_ssize_t, base=Py_ssize_t, node=int, column=Py_ssize_t, left=int, made=int, index=int,
               value=float, every=cython.uint,
               bound=float, first=cython.uint, kept=cython.uint, lows=float[::1], highs=float[::1], turned=float[::1],
               bits=cython.uint[::1], rest=cython.uint[::1], starts=cython.uint[::1], asked=int[::1], waiting=int[::1],
               places=int[::1], bounds=float[::1], leaves=float[::1])
cpdef void together(float[::1] features, Py_ssize_t width, Py_ssize_t count, const int[::1] roots, const short[::1] columns,
                   const float[::1] thresholds, const int[::1] lefts, const int[::1] rights,
                   const float[::1] values, double[::1] out) except *

@cython.locals(tree=int, root=int, block=Py_ssize_t, base=Py_ssize_t, node=int, column=Py_ssize_t)
cpdef void one_by_one(float[::1] features, Py_ssize_t width, Py_ssize_t count, const int[::1] roots, const short[::1] columns,
                   const float[::1] thresholds, const int[::1] lefts, const int[::1] rights,
                   const float[::1] values, double[::1] out) except *
