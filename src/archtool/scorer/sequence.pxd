# Types with which Cython compiles sequence.py; where it is not compiled they are not read.
cimport cython

@cython.locals(block=int)
cpdef void odds_of(double[::1] sums, double most, double[::1] odds) except *

@cython.locals(change=double, before=double, behind=double, likely=double, step=double, block=int)
cpdef void settle(double[::1] odds, double stay, double trust, double[::1] chances) except *

@cython.locals(count=int, block=int, own=double, left=double, right=double)
cpdef void blend(double[::1] odds, double share, double[::1] chances) except *

@cython.locals(begin=int, end=int, total=double, size=double, block=int)
cpdef void level(int[::1] groups, double[::1] weights, double[::1] chances) except *
