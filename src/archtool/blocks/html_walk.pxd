# Types with which Cython compiles html_walk.py; where it is not compiled they are not read.
cimport cython
from archtool.blocks.html_entering cimport Entering
from archtool.blocks.html_taking cimport kind_of
from archtool.dom.tree cimport Tree, as_array

cdef int ASIDE, BLOCK, BREAK, EMBED, SIGNED, SKIP, FALLBACK, HEAD, IMAGE, INLINE, LINK, MATH, PRE, SCRIPT, SPAN
cdef int TABLE, CITATION, LISTING, NOTE_MARK, TEXT, HIDDEN, HREF, NAMED, STYLE, UNKNOWN, CODE_TAG, ORDINARY
cdef dict SPECIAL_TAGS, ASIDES, ROLES, CODES, STYLES
cdef tuple PLAIN, WHOLE
cdef frozenset EDIT_LINKS

cpdef bint is_hidden(bint attribute, str style, str tag) except -1

cdef class Walk(Entering):
    cdef int[::1] _ends, _numbers, _bits, _kinds, _tag_codes, _styles
    @cython.locals(ends=int[::1], tags=int[::1], names=list, roles=int[::1], specials=int[::1], size=int, end=int,
                   place=int, number=int, role=int)
    cdef _run(self, Tree tree)
    cdef int _close(self) except -1
    @cython.locals(tree=Tree, has=int, named=int, classes=str, address=str, tokens=str, code=int, style=int,
                   hidden=cython.bint, apart=cython.bint, state=tuple)
    cdef bint _is_entered(self, int place, int number, str tag, int role, int special) except -1
    cdef _pass(self, int place, str tag, int role)
    @cython.locals(tree=Tree)
    cdef _read_head(self, int head)
    @cython.locals(tree=Tree, kind=str, text=str)
    cdef _read_script(self, int place)
