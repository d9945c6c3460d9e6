# Types with which Cython compiles html_walk.py; where it is not compiled they are not read.
cimport cython
from archtool.blocks.html_entering cimport Entering

cdef int ASIDE, BLOCK, BREAK, EMBED, RULE, SIGNED, FALLBACK, HEAD, IMAGE, INLINE, LINK, MATH, PRE, SCRIPT, SPAN
cdef int TABLE, CITATION, LISTING, NOTE_MARK, TEXT
cdef dict SPECIAL_TAGS, ASIDES, ROLES
cdef tuple PLAIN
cdef frozenset EDIT_LINKS

@cython.locals(style=str)
cpdef bint is_hidden(dict attributes, str tag) except -1

@cython.locals(room=int[::1], index=Py_ssize_t)
cpdef as_array(list values)

cdef class Walk(Entering):
    @cython.locals(stack=list, roles=list, states=list, known=dict, entry=tuple, role=int, state=tuple, tag=str, attributes=dict, special=int, classes=str, hidden=cython.bint, apart=cython.bint)
    cdef _run(self, root)
    cdef _read_head(self, node)
    cdef _read_script(self, node)
