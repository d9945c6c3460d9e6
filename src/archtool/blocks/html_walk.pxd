# Types with which Cython compiles html_walk.py; where it is not compiled they are not read.
cimport cython

cdef int ASIDE, BLOCK, BREAK, EMBED, RULE, SIGNED, TEX,  CELL, FALLBACK, HEAD, HEADING, IMAGE, INLINE, ITEM, KIND, LINK, LIST, MATH, PRE, ROW, SCRIPT, SPAN, TABLE
cdef int SIGN, SMALL, CALLOUT, FORMULA, CITATION, ICON, LISTING, MARGIN_NOTE, NAMED_BOX, NOTE_MARK, NUMBERS, PROMPT, SENTENCE, UNSEEN
cdef int CLOSED, CODE, FIXED, LONGEST_SIGN, OPENED, TEXT
cdef list SEAMS
cdef dict SPECIAL, SPECIAL_TAGS, ASIDES, _REASONS, CODES, KINDS, ROLES, STYLES
cdef tuple PLAIN
cdef frozenset BOXES, EDIT_LINKS, OWN_BLOCKS, QUOTING

@cython.locals(style=str)
cpdef bint is_hidden(dict attributes, str tag) except -1

@cython.locals(token=str, kind=int, found=int)
cpdef int kind_of(str classes) except -1

@cython.locals(room=int[::1], index=Py_ssize_t)
cpdef as_array(list values)

cdef class Walk:
    cdef public object parents, tags, owners, linked, anchors, marks, images, flags
    cdef public list tokens, kinds, texts, levels, groups, nodes, spans, linked_data, meta, beside
    cdef public str title, base
    cdef public bint noted
    cdef list _pieces, _sources, _spans, _tables, _parents, _codes, _marked, _notes
    cdef dict _special
    cdef tuple _mark
    cdef str _kind, _address, _language
    cdef int _owner, _floor, _linked, _anchors, _marks, _images, _breaks
    cdef int _level, _group, _depth, _lists, _rows, _item, _begun, _element, _link, _pre, _flag, _hidden, _credit, _seam, _linking, _last
    cdef int _around, _noted, _raised, _quotes
    cdef bint _touches, _lists_code
    cdef str _classes, _waits

    @cython.locals(stack=list, roles=list, states=list, known=dict, entry=tuple, role=int, state=tuple, tag=str, attributes=dict, special=int, classes=str, hidden=cython.bint, apart=cython.bint)
    cdef _run(self, root)
    @cython.locals(text=str, shown=str, before=str)
    cdef _add_text(self, node)
    @cython.locals(worn=int)
    cdef bint _add_formulas(self, node, str text) except -1
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
    cdef int _role_in_pre(self, int role, dict attributes, bint apart) except -1
    cdef _end_line(self)
    cdef int _role_in_text(self, node, str tag) except -1
    @cython.locals(text=str, reason=str)
    cdef bint _is_taken(self, node, str tag, int role, int special, bint hidden, dict attributes) except -1
    @cython.locals(alt=str, said=str, classes=str, tex=str, emoji=cython.bint)
    cdef bint _is_image_taken(self, node, dict attributes, bint hidden) except -1
    cdef bint _is_note_taken(self, node) except -1
    cdef bint _is_mark_taken(self, node) except -1
    cdef _put_callout(self, node, dict attributes)
    cdef bint _keeps_space(self, node, dict attributes) except -1
    cdef tuple _signs(self, node, str tag, int role, dict attributes)
    cdef _open_sign(self, node, tuple state)
    cdef _write(self, node, str sign, str link)
    cdef _put_aside(self, node, str reason, str text)
    cdef _put_beside(self, str kind, str text, node)
    cdef tuple _state(self)
    @cython.locals(tokens=str, address=str)
    cdef _enter(self, str tag, int role, dict attributes, bint hidden)
    @cython.locals(style=int, address=object)
    cdef tuple _mark_in(self, str tag, dict attributes)
    cdef _begin(self, str tag, int role, dict attributes)
    @cython.locals(element=int, begun=int)
    cdef _leave(self, int role, tuple state)
    cdef _read_head(self, node)
    cdef _read_script(self, node)
