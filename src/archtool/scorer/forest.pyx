# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""Evaluate the boosted trees of the model for all blocks of a page at once: the fast form of ``trees.one_by_one``.

Nodes with the same result for all blocks of a page are left out. Every other node is evaluated for all blocks in a row,
and clears in their bits the leaves that it rules out; the first bit left is the leaf (Lucchese et al., "QuickScorer",
SIGIR 2015). The loops over blocks are compiled for several generations of processors, where the compiler can do that.
"""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from libc.stdint cimport uint32_t

cdef extern from *:
    """
    #include <stdint.h>
    #if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
    #define FOR_EACH_PROCESSOR __attribute__((target_clones("avx512f", "avx2", "default")))
    #else
    #define FOR_EACH_PROCESSOR
    #endif
    #define SPREAD 0x077CB531u /* de Bruijn: times a power of two, its upper five bits identify the power */

    FOR_EACH_PROCESSOR
    static void bounds_of(const float *restrict row, float *restrict lows, float *restrict highs, Py_ssize_t width) {
        for (Py_ssize_t column = 0; column < width; column++) {
            lows[column] = row[column] < lows[column] ? row[column] : lows[column];
            highs[column] = row[column] > highs[column] ? row[column] : highs[column];
        }
    }

    FOR_EACH_PROCESSOR
    static void rule_out(const float *restrict values, float bound, uint32_t kept, uint32_t *restrict bits, Py_ssize_t count) {
        for (Py_ssize_t block = 0; block < count; block++)
            bits[block] &= values[block] > bound ? kept : 0xFFFFFFFFu;
    }

    FOR_EACH_PROCESSOR
    static void add_leaves(uint32_t *restrict bits, const float *restrict leaves, double *restrict out, Py_ssize_t count) {
        for (Py_ssize_t block = 0; block < count; block++) {
            uint32_t kept = bits[block];
            out[block] += leaves[((kept & (~kept + 1u)) * SPREAD) >> 27];
            bits[block] = 0xFFFFFFFFu;
        }
    }
    """
    const uint32_t SPREAD
    void bounds_of(const float *row, float *lows, float *highs, Py_ssize_t width) noexcept nogil
    void rule_out(const float *values, float bound, uint32_t kept, uint32_t *bits, Py_ssize_t count) noexcept nogil
    void add_leaves(uint32_t *bits, const float *leaves, double *out, Py_ssize_t count) noexcept nogil

cdef enum:
    LEAVES = 32  # most leaves of a tree: one bit each


def together(
    const float[::1] features,
    Py_ssize_t width,
    Py_ssize_t count,
    const int[::1] roots,
    const short[::1] columns,
    const float[::1] thresholds,
    const int[::1] lefts,
    const int[::1] rights,
    const float[::1] values,
    double[::1] out,
):
    """Add to ``out`` for each of ``count`` blocks the values of the leaves that its features reach.

    A node with a negative column is a leaf; a tree has at most 32. ``roots`` are the first nodes of the trees. The sums
    are those of ``one_by_one`` to the last bit.
    """
    if not count:
        return
    cdef float *turned = <float *>PyMem_Calloc(width * (count + 2), sizeof(float))  # column by column, as wanted
    cdef uint32_t *bits = <uint32_t *>PyMem_Calloc(count, sizeof(uint32_t))
    cdef char *ready = <char *>PyMem_Calloc(width, 1)
    try:
        if turned == NULL or bits == NULL or ready == NULL:
            raise MemoryError
        evaluate(
            &features[0], width, count, roots, columns, thresholds, lefts, rights, values, &out[0], turned,
            turned + width * count, turned + width * (count + 1), bits, ready,
        )
    finally:
        PyMem_Free(turned)
        PyMem_Free(bits)
        PyMem_Free(ready)


cdef void evaluate(
    const float *features,
    Py_ssize_t width,
    Py_ssize_t count,
    const int[::1] roots,
    const short[::1] columns,
    const float[::1] thresholds,
    const int[::1] lefts,
    const int[::1] rights,
    const float[::1] values,
    double *out,
    float *turned,
    float *lows,
    float *highs,
    uint32_t *bits,
    char *ready,
) noexcept nogil:
    cdef Py_ssize_t block, tree
    cdef int column, node, made, left, index
    cdef uint32_t first
    cdef int asked[LEAVES]
    cdef float bounds[LEAVES]
    cdef uint32_t rest[LEAVES]
    cdef int waiting[LEAVES]
    cdef int places[LEAVES]
    cdef uint32_t starts[LEAVES]
    cdef float leaves[LEAVES]
    for column in range(width):
        lows[column] = highs[column] = features[column]
    for block in range(count):
        bounds_of(features + block * width, lows, highs, width)
        bits[block] = 0xFFFFFFFF
    for tree in range(roots.shape[0]):
        node = roots[tree]
        first = 1  # the bit of the next leaf from the left
        made = left = 0
        while node >= 0:
            column = columns[node]
            if column < 0:
                leaves[(first * SPREAD) >> 27] = values[node]
                first = first << 1
                node = -1
                if left:
                    left -= 1
                    node = waiting[left]
                    rest[places[left]] = ~(first - starts[left])
            elif highs[column] <= thresholds[node]:
                node = lefts[node]
            elif lows[column] > thresholds[node]:
                node = rights[node]
            else:
                asked[made] = column
                bounds[made] = thresholds[node]
                waiting[left] = rights[node]
                places[left] = made
                starts[left] = first
                left += 1
                made += 1
                node = lefts[node]
        for index in range(made):
            column = asked[index]
            if not ready[column]:
                for block in range(count):
                    turned[column * count + block] = features[block * width + column]
                ready[column] = 1
            rule_out(turned + column * count, bounds[index], rest[index], bits, count)
        add_leaves(bits, leaves, out, count)
