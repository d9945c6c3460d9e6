# Types with which Cython compiles tree.py; where it is not compiled they are not read.
cimport cython

@cython.locals(room=int[::1], index=Py_ssize_t)
cpdef as_array(list values)

cdef class Tree:
    cdef public object ends, tags, classes, bits
    cdef public list names, class_names
    cpdef str text(self, int place, bint exact)
    cpdef value(self, int place, str name)
    cpdef node(self, int place)
    @cython.locals(found=str, bits=int)
    cpdef str tokens(self, int place)
    cpdef list children(self, int place)

cdef class PythonTree(Tree):
    cdef list _nodes
    @cython.locals(nodes=list, ends=list, tags=list, classes=list, bits=list, waiting=list, known=dict, numbers=dict,
                   entry=tuple, attributes=dict, place=Py_ssize_t, has=int)
    cdef _fill(self, root)
    cpdef str text(self, int place, bint exact)
    cpdef value(self, int place, str name)
    cpdef node(self, int place)
