# Types with which Cython compiles html_entering.py; where it is not compiled they are not read.
cimport cython
from archtool.blocks.html_taking cimport Taking

cdef int BLOCK, SIGNED, CELL, FALLBACK, HEADING, IMAGE, INLINE, ITEM, KIND, LINK, LIST, PRE, ROW, TABLE, CLOSED
cdef int OPENED, HTML, CITE, DEEPEST
cdef dict KINDS, ROLES
cdef tuple PLAIN
cdef frozenset QUOTING

cdef class Entering(Taking):
    cdef tuple _state(self)
    @cython.locals(element=int)
    cdef _enter(self, int place, str tag, int code, int style, int role, str tokens, str address, bint hidden)
    cdef tuple _mark_in(self, str tag, int style, str address)
    cdef _begin(self, int place, str tag, int role)
    @cython.locals(element=int, begun=int)
    cdef _leave(self, int role, tuple state)
