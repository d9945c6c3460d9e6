# Types with which Cython compiles _quick.py; where it is not compiled they are not read.
cimport cython

cdef Py_ssize_t LARGE, MAX_LINE, MAX_DIGITS
cdef bytes LENGTH, PREFIX, SECOND, END, TAIL, LINE_END

cdef class Quick:
    cdef public object _frames, _dialect, _read, _where
    cdef public bytes _buffer
    cdef public Py_ssize_t _piece, _at
    cdef public long long _limit, _total, _before, _frame, _base, _sure_frame, _sure_began, _began
    cdef public bint _compressed, _salvaged

    @cython.locals(buffer=bytes, data=bytes, header=bytes, blank=bytes, at=Py_ssize_t, begin=Py_ssize_t, length=cython.longlong,
                   end=cython.longlong, missing=cython.longlong)
    cdef _sound(self)
    @cython.locals(buffer=bytes, at=Py_ssize_t, offset=cython.longlong)
    cdef _held(self, Py_ssize_t begin, Py_ssize_t end)
    @cython.locals(buffer=bytes, last=bytes, rest=tuple, at=Py_ssize_t, got=cython.longlong, offset=cython.longlong)
    cdef _fetched(self, Py_ssize_t begin, long long length, long long missing)

@cython.locals(name=bytes, value=bytes, place=Py_ssize_t, length=cython.longlong)
cdef long long _length(bytes header) except -2
