/* What the parts of libmemcov share. */
#ifndef MEMCOV_INTERNAL_H
#define MEMCOV_INTERNAL_H

#include "../libcovrt/covrt.h"
#include "../libcovrt/sys.h"
#include "memcov.h"

#define EXPORT __attribute__((visibility("default")))

enum { STACK = 1 }; /* of libcovrt's */

extern struct covrt_guards memcov_guards;

/* A line on standard error, kept for mcov_last_error. `error`: -errno, or 0. */
void memcov_say(const char *what, int error);
void memcov_say_text(const char *what, const char *why);
void memcov_fine(void);

/* Memory that grows; null when there is none. `at` and `size` are the owner's. */
void *memcov_room(void **at, uint64_t *size, uint64_t wanted);

#endif
