# Types with which Cython compiles html_taking.py; where it is not compiled they are not read.
cimport cython
from archtool.blocks.html_making cimport Making

cdef int BLOCK, CELL, FALLBACK, HEADING, IMAGE, LINK, MATH, PRE, ROW, SPAN, SIGN, SMALL, CALLOUT, FORMULA, ICON
cdef int MARGIN_NOTE, NAMED_BOX, NOTE_MARK, NUMBERS, PROMPT, SENTENCE, UNSEEN, LONGEST_SIGN
cdef dict SPECIAL, _REASONS
cdef frozenset BOXES, OWN_BLOCKS

@cython.locals(token=str, kind=int, found=int)
cpdef int kind_of(str classes) except -1

cdef class Taking(Making):
    cdef int _role_in_text(self, int place, str tag) except -1
    cdef int _role_in_pre(self, int role, str classes, bint apart) except -1
    @cython.locals(text=str, reason=str, attributes=dict)
    cdef bint _is_taken(self, node, str tag, int role, int special, bint hidden) except -1
    @cython.locals(alt=str, said=str, classes=str, tex=str, emoji=cython.bint)
    cdef bint _is_image_taken(self, node, dict attributes, bint hidden) except -1
    cdef bint _is_note_taken(self, node) except -1
    cdef bint _is_mark_taken(self, node) except -1
    cdef _put_callout(self, node, dict attributes)
    cdef bint _keeps_space(self, int place, str classes) except -1
    cdef tuple _signs(self, int place, str tag, int role, str address)
    cdef _open_sign(self, int place, tuple state)
    cdef _write(self, node, str sign, str link)
