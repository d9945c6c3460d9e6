# Types with which Cython compiles html_making.py; where it is not compiled they are not read.
cimport cython
from archtool.dom.tree cimport Tree

cdef int TEX, CLOSED, CODE, FIXED, LONGEST_SIGN, OPENED
cdef list SEAMS
cdef dict STYLES
cdef tuple PLAIN

@cython.locals(char=cython.Py_UCS4, before=cython.Py_UCS4)
cdef bint is_collapsed(str text) except -1

cdef class Making:
    cdef Tree _tree
    cdef public object parents, tags, owners, linked, anchors, marks, images, flags
    cdef public list tokens, kinds, texts, levels, groups, nodes, spans, linked_data, meta, beside
    cdef public str title, base
    cdef public bint noted
    cdef list _pieces, _sources, _spans, _tables, _marked, _notes, _states
    cdef int[::1] _parents, _codes, _roles, _closes
    cdef dict _special
    cdef tuple _mark
    cdef str _kind, _address, _language
    cdef int _owner, _floor, _linked, _anchors, _marks, _images, _breaks
    cdef int _level, _group, _depth, _lists, _rows, _item, _begun, _element, _link, _pre, _flag, _hidden, _credit, _seam, _linking, _last
    cdef int _around, _noted, _raised, _quotes
    cdef bint _touches, _lists_code
    cdef str _classes, _waits

    @cython.locals(text=str, shown=str, before=str)
    cdef _add_text(self, int place)
    @cython.locals(worn=int)
    cdef bint _add_formulas(self, int place, str text) except -1
    cdef _add_formula(self, node, str tex)
    cdef bint _is_seam(self, str before, str after) except -1
    cdef _take(self, node, str text, tuple mark)
    cdef _add_break(self)
    @cython.locals(joined=str, text=str, numbers=str, paragraphs=list)
    cpdef flush(self)
    @cython.locals(tex=str)
    cdef str _as_formula(self, str text)
    cdef _emit_notes(self)
    cdef tuple _mark_within(self, child, node)
    @cython.locals(kind=str)
    cdef _emit(self, str text)
    cdef _end_line(self)
    cdef _put_aside(self, node, str reason, str text)
    cdef _put_beside(self, str kind, str text, node)
