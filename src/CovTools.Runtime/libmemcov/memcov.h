/* libmemcov: the call-backs of SanitizerCoverage and the interface of memcov, on top of libcovrt. See docs/sanitizer-coverage.md.
 *
 * A library of its own: in every process that libcovrt is preloaded into, these names would take the place of those of a sanitizer's run-time, of a fuzzer, or of
 * memcov itself. */
#ifndef MEMCOV_H
#define MEMCOV_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Edges of all loaded modules, and those that were executed since the start or the last mcov_reset. */
uint32_t mcov_get_total(void);
uint32_t mcov_get_now(void);

/* All edges become not executed. */
void mcov_reset(void);

/* Lays the executed edges aside and begins anew; the pop unites both. Any depth. */
void mcov_push_coverage(void);
void mcov_pop_coverage(void);

/* The hit map: a bit for each edge, edge 0 is bit 0 of byte 0, (mcov_get_total() + 7) / 8 bytes; modules in the order in which they were loaded. */
void mcov_copy_hitmap(char *to);
void mcov_set_hitmap(char *from);

/* Does nothing: the number of executed edges follows from the hit map. */
void mcov_set_now(uint32_t now);

/* The executed edges with the identity of their modules, as a snapshot of libcovrt. The memory is good until the next call in this process; nobody frees it. Null and
 * size 0 when there is no memory. */
uint8_t *serialize_mem_coverage(size_t *size);

/* Adds executed edges that this or another process serialised. What is no such data is refused as a whole, what is of modules that are not loaded here is left out; both
 * are said on standard error, and by mcov_last_error. */
void deserialize_mem_coverage(uint8_t *data, size_t size);

/* Why the last call of this process did not do all that it should; "" when it did. */
const char *mcov_last_error(void);

#ifdef __cplusplus
}
#endif
#endif
