# cython: language_level=3, boundscheck=False, wraparound=False
"""Build the table of ``tree.py`` through functions of lexbor, the C library inside selectolax.

selectolax exports them for callers of any language. They are looked up by name when this module is loaded, take and
return pointers to structures that are never looked into, and begin at the address that selectolax tells for a node
(``mem_id``). ``usable`` tries all of it on a page: where anything is missing or differs, ``tree.py`` builds the table.

A pointer is good as long as the parsed page lives and does not change: a table holds the parser, and is used up
before the page changes.
"""

from cpython cimport array
from cpython.object cimport PyObject
from cpython.unicode cimport PyUnicode_AsUTF8AndSize, PyUnicode_DecodeUTF8
from libc.stdint cimport uint32_t, uintptr_t
from libc.stdlib cimport calloc, free, realloc
from libc.string cimport memcmp

from archtool.dom.tree cimport Tree

from selectolax import __version__ as version
from selectolax import lexbor

from archtool.dom.tree import BITS, PythonTree

cdef extern from *:
    """
    #ifdef _WIN32
    #define opened(path) ((void) (path), (void *) 0)
    #define symbol(library, name) ((void) (library), (void *) 0)
    #else
    #include <dlfcn.h>
    #define opened(path) dlopen(path, RTLD_LAZY | RTLD_NOLOAD)
    #define symbol(library, name) dlsym(library, name)
    #endif
    """
    void *opened(const char *path)
    void *symbol(void *library, const char *name)

ctypedef void *(*Step)(void *) noexcept nogil
ctypedef uintptr_t (*Number)(void *) noexcept nogil
ctypedef int (*Kind)(void *) noexcept nogil
ctypedef const char *(*Text)(void *, size_t *) noexcept nogil
ctypedef void *(*Release)(void *, const char *) noexcept nogil

cdef struct Functions:
    Step first_child, next, parent, first_attribute, next_attribute
    Number tag
    Kind kind
    Text text, name, value
    Release release

cdef Functions lxb

cdef enum:
    ELEMENT = 1  # kinds of nodes, as the standard numbers them
    TEXT = 3
    DOCUMENT = 9
    KNOWN_TAGS = 512  # tags with a small number; that of others is an address

TESTED = "1."  # beginnings of versions of selectolax
PAGE = """<!doctype html><html lang=en><head><title>A &amp; B</title><script type=x>if (a < b) c</script></head><!-- c -->
<body class='one  two' hidden><p id=p>Text <b class="">b</b><br>\t<a href class=one style="display:none">é 漢</a> <x-y role=z
itemprop=n>&nbsp;</x-y><template><p>in</p></template><svg viewBox="0 0 1 1"><a xlink:href=u><path d=M/></a></svg>
<x-z>1</x-z><x-y data-a='1' class='one  two'>2</x-y><table><td>c<td id></table><p>\n\n<textarea>\n\n d</textarea>"""

cdef int ID = BITS["id"], ROLE = BITS["role"], ITEMPROP = BITS["itemprop"]
cdef int STYLE = BITS["style"], HIDDEN = BITS["hidden"], HREF = BITS["href"]
cdef type Node = lexbor.LexborNode
cdef Py_ssize_t held = 0  # where an object of the parser holds the address of its node


cdef struct Slot:
    const char *text
    size_t size
    int number


cdef class NativeTree(Tree):
    """The table built by C functions, with the texts and attributes read when they are wanted."""

    cdef void **nodes
    cdef void *document  # which gives memory for texts; NULL for nodes outside of it
    cdef object parser
    cdef Slot *slots  # a hash table of the class attributes
    cdef Py_ssize_t room

    def __init__(self, root):
        super().__init__()
        if not held:
            raise RuntimeError("usable() has not been called, or is false")
        self.parser = root.parser
        cdef void *top = <void *><uintptr_t>root.mem_id
        cdef void *outer = top
        while lxb.parent(outer) != NULL:
            outer = lxb.parent(outer)
        self.document = outer if lxb.kind(outer) == DOCUMENT else NULL
        self.fill(top)

    def __dealloc__(self):
        free(self.nodes)
        free(self.slots)

    cdef int fill(self, void *top) except -1:
        """Fill all columns, visiting every node once."""
        cdef array.array ends = self.ends, tags = self.tags, classes = self.classes, bits = self.bits
        cdef array.array above = array.array("i")
        cdef int known[KNOWN_TAGS]
        cdef dict others = {}
        cdef Py_ssize_t count = 0, room = 0
        cdef int place = -1, parent = -1, found
        cdef uintptr_t tag
        cdef void *node = top
        cdef void *following
        for found in range(KNOWN_TAGS):
            known[found] = -1
        while True:
            place = count
            if count == room:
                room = 2 * room + 1024
                if room > 0x3FFFFFFF:
                    raise MemoryError
                self.make_room(room)
                for column in (ends, tags, classes, bits, above):
                    array.resize(column, room)
            count += 1
            self.nodes[place] = node
            above.data.as_ints[place] = parent
            classes.data.as_ints[place] = bits.data.as_ints[place] = 0
            tag = lxb.tag(node)
            found = known[tag] if tag < KNOWN_TAGS else others.get(tag, -1)
            if found < 0:
                found = len(self.names)
                self.names.append(self.node(place).tag)
                if tag < KNOWN_TAGS:
                    known[tag] = found
                else:
                    others[tag] = found
            tags.data.as_ints[place] = found
            if lxb.kind(node) == ELEMENT:
                self.read_attributes(node, &classes.data.as_ints[place], &bits.data.as_ints[place])
            following = lxb.first_child(node)
            if following != NULL:
                parent = place
            else:
                ends.data.as_ints[place] = count
                following = lxb.next(node) if node != top else NULL
                while following == NULL and node != top:
                    node = lxb.parent(node)
                    ends.data.as_ints[parent] = count
                    parent = above.data.as_ints[parent]
                    following = lxb.next(node) if node != top else NULL
            if following == NULL:
                break
            node = following
        for column in (ends, tags, classes, bits):
            array.resize(column, count)
        return 0

    cdef int make_room(self, Py_ssize_t room) except -1:
        cdef void **nodes = <void **>realloc(self.nodes, room * sizeof(void *))
        if nodes == NULL:
            raise MemoryError
        self.nodes = nodes
        return 0

    cdef int read_attributes(self, void *node, int *number, int *bits) except -1:
        """Write the number of the class of an element, and which attributes it has."""
        cdef void *attribute = lxb.first_attribute(node)
        cdef const char *name
        cdef const char *value
        cdef size_t size = 0, length = 0
        while attribute != NULL:
            name = lxb.name(attribute, &size)
            if size == 5:
                if memcmp(name, "class", 5) == 0:
                    value = lxb.value(attribute, &length)
                    number[0] = self.class_number(value, length) if value != NULL and length else 0
                elif memcmp(name, "style", 5) == 0:
                    bits[0] |= STYLE
            elif size == 4:
                if memcmp(name, "href", 4) == 0:
                    bits[0] |= HREF
                elif memcmp(name, "role", 4) == 0:
                    bits[0] |= ROLE
            elif size == 2:
                if memcmp(name, "id", 2) == 0:
                    bits[0] |= ID
            elif size == 8:
                if memcmp(name, "itemprop", 8) == 0:
                    bits[0] |= ITEMPROP
            elif size == 6 and memcmp(name, "hidden", 6) == 0:
                bits[0] |= HIDDEN
            attribute = lxb.next_attribute(attribute)
        return 0

    cdef int class_number(self, const char *text, size_t size) except -1:
        """Return the number of a class attribute, a new one for a new text."""
        cdef Py_ssize_t count = len(self.class_names)
        if 2 * count >= self.room:
            self.widen()
        cdef Slot *slot = self.slot(text, size)
        if slot.text == NULL:
            self.class_names.append(PyUnicode_DecodeUTF8(text, size, "replace"))
            slot.text = text
            slot.size = size
            slot.number = count
        return slot.number

    cdef Slot *slot(self, const char *text, size_t size) noexcept:
        """Return the slot of a class attribute, an empty one for a new text."""
        cdef uint32_t value = 2166136261
        cdef size_t index
        for index in range(size):
            value = (value ^ <unsigned char>text[index]) * 16777619
        cdef size_t at = (value ^ (value >> 15)) & (self.room - 1)
        while self.slots[at].text != NULL and (
            self.slots[at].size != size or memcmp(self.slots[at].text, text, size) != 0
        ):
            at = (at + 1) & (self.room - 1)
        return &self.slots[at]

    cdef int widen(self) except -1:
        """Double the hash table."""
        cdef Slot *old = self.slots
        cdef Py_ssize_t index, size = self.room
        self.slots = <Slot *>calloc(max(2 * size, 256), sizeof(Slot))
        if self.slots == NULL:
            self.slots = old
            raise MemoryError
        self.room = max(2 * size, 256)
        for index in range(size):
            if old[index].text != NULL:
                self.slot(old[index].text, old[index].size)[0] = old[index]
        free(old)
        return 0

    cpdef str text(self, int place, bint exact):
        """Return the text of a text node."""
        if lxb.kind(self.nodes[place]) != TEXT:
            return ""
        cdef size_t size = 0, index = 0
        cdef const char *data = lxb.text(self.nodes[place], &size)
        if data == NULL:
            return ""
        try:
            if not exact:
                while index < size and (data[index] == 32 or 9 <= data[index] <= 13):
                    index += 1
                if index == size:
                    return " " if size else ""
            return PyUnicode_DecodeUTF8(data, size, "replace")
        finally:
            if self.document != NULL:
                lxb.release(self.document, data)

    cpdef value(self, int place, str name):
        """Return the value of an attribute; ``None`` if it has none."""
        cdef Py_ssize_t wanted = 0
        cdef const char *key = PyUnicode_AsUTF8AndSize(name, &wanted)
        if lxb.kind(self.nodes[place]) != ELEMENT:
            return None
        cdef void *attribute = lxb.first_attribute(self.nodes[place])
        cdef const char *found
        cdef size_t size = 0
        result = None
        while attribute != NULL:  # of two of a name, as foreign elements may have, the last one counts
            found = lxb.name(attribute, &size)
            if size == <size_t>wanted and memcmp(found, key, size) == 0:
                found = lxb.value(attribute, &size)
                result = PyUnicode_DecodeUTF8(found, size, "replace") if found != NULL else None
            attribute = lxb.next_attribute(attribute)
        return result

    cpdef node(self, int place):
        """Return a new object of the parser for the node."""
        made = Node.__new__(Node)
        made.parser = self.parser
        (<void **>(<char *><PyObject *>made + held))[0] = self.nodes[place]
        return made


cdef bint find_functions() except -1:
    """Look up all functions; return whether none is missing."""
    global lxb
    cdef void *library = opened(lexbor.__file__.encode())
    if library == NULL:
        return False
    cdef Functions found
    found.first_child = <Step>symbol(library, "lxb_dom_node_first_child_noi")
    found.next = <Step>symbol(library, "lxb_dom_node_next_noi")
    found.parent = <Step>symbol(library, "lxb_dom_node_parent_noi")
    found.first_attribute = <Step>symbol(library, "lxb_dom_element_first_attribute_noi")
    found.next_attribute = <Step>symbol(library, "lxb_dom_element_next_attribute_noi")
    found.tag = <Number>symbol(library, "lxb_dom_node_tag_id_noi")
    found.kind = <Kind>symbol(library, "lxb_dom_node_type_noi")
    found.text = <Text>symbol(library, "lxb_dom_node_text_content")
    found.name = <Text>symbol(library, "lxb_dom_attr_qualified_name")
    found.value = <Text>symbol(library, "lxb_dom_attr_value_noi")
    found.release = <Release>symbol(library, "lxb_dom_document_destroy_text_noi")
    if (
        found.first_child == NULL or found.next == NULL or found.parent == NULL or found.first_attribute == NULL
        or found.next_attribute == NULL or found.tag == NULL or found.kind == NULL or found.text == NULL
        or found.name == NULL or found.value == NULL or found.release == NULL
    ):
        return False
    lxb = found
    return True


cdef Py_ssize_t place_of_address(root) except -1:
    """Return where an object of the parser holds the address of its node; 0 if that is not certain."""
    cdef Py_ssize_t at, size = type(root).__basicsize__, found = 0
    cdef uintptr_t address = root.mem_id
    for at in range(sizeof(PyObject), size - sizeof(void *) + 1, sizeof(void *)):
        if (<uintptr_t *>(<char *><PyObject *>root + at))[0] == address:
            if found:
                return 0
            found = at
    return found


def differences(root):
    """Return the names of what differs between the two tables of a page, which tests compare on many pages."""
    slow, fast = PythonTree(root), NativeTree(root)
    found = [
        name
        for name in ("ends", "tags", "classes", "bits", "names", "class_names")
        if getattr(slow, name) != getattr(fast, name)
    ]
    if found:
        return found
    for place in range(len(slow.ends)):
        one, other = slow.node(place), fast.node(place)
        if one.mem_id != other.mem_id or one.tag != other.tag or one.parser is not other.parser:
            found.append("node")
        if slow.text(place, True) != fast.text(place, True) or slow.text(place, False) != fast.text(place, False):
            found.append("text")
        for name in one.attributes if one.is_element_node else ():
            if slow.value(place, name) != fast.value(place, name):
                found.append(name)
    return found


def usable():
    """Whether the functions are there and give the same table as Python."""
    global held
    if not version.startswith(TESTED) or not find_functions():
        return False
    root = lexbor.LexborHTMLParser(PAGE).root
    cdef Py_ssize_t found = place_of_address(root)
    if not found:
        return False
    held = found
    return not differences(root)
