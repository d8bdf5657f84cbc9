/* libcovrt: control of LLVM coverage counters in memory. See docs/shared-counters.md.
 *
 * The library is preloaded. It finds the counters of every loaded ELF object, can move them onto a file that
 * outlives the process, and reads them back. It never allocates with malloc, starts no thread and prints nothing. */
#ifndef COVRT_H
#define COVRT_H

#include <stdint.h>

#define COVRT_ABI 1u

struct covrt_module {
    char id[72];           /* build id in lower-case hex, or "fnv" + 16 hex digits; NUL-terminated */
    char path[1024];       /* file the object was loaded from; NUL-terminated */
    uint64_t counters;     /* address and size in bytes of __llvm_prf_cnts */
    uint64_t counters_size;
    uint64_t bitmap;       /* address and size in bytes of __llvm_prf_bits; 0, 0 when there is none */
    uint64_t bitmap_size;
    uint32_t counter_size; /* 8, or 1 for single-byte counters */
    uint32_t state;        /* 0 ok; 1 gone (dlclose; the place may be given to another module); 2 refused: its file is no longer the one
                              that was loaded, or makes no sense. A refused one has no sizes; nothing of it is counted */
};

uint32_t covrt_abi(void);

/* Looks for objects loaded or unloaded since the last call. Returns the number of modules known. Cheap when nothing changed. All functions
 * may be called by any thread; one that is called by a signal handler in the middle of another returns -EDEADLK. */
int covrt_refresh(void);

/* Fills *out with module `index` (0-based). 0, or -1 when there is none. */
int covrt_module_get(int index, struct covrt_module *out);

/* Sets every counter and bitmap byte of this process to "not executed". */
void covrt_reset(void);

/* Makes an empty counters file (memfd where possible). Returns a descriptor, or -errno. */
int covrt_file_create(void);

/* Empties the file for the next script. 0 or -errno. A process of the last script that is still alive counts into room that is no longer
 * read; it takes no more room and raises no flag. */
int covrt_file_clear(int fd);

/* Moves the counters of this process, from now on, into `fd`; so do objects that it loads later and processes that it forks. Counters must
 * be all "not executed" at that moment (covrt_reset) for the file to be exact. `path` is how a child can open the file again when
 * `fd` has been closed; it may be null. The caller keeps (and may close) `fd`. For programs that it executes, the caller sets COVRT_FILE to the
 * same path. 0 or -errno: -EBUSY when this process is attached to another file, -EBADMSG when `fd` is no counters file. */
int covrt_attach(int fd, const char *path);

/* Writes what the file holds as hits records (docs/driver-protocol.md) into `out`. Returns the number of bytes needed; when that is more than
 * `capacity`, nothing past capacity was written and the call must be repeated with more room. -errno on failure. Robust against a file whose contents a hostile process changed. */
int64_t covrt_file_read(int fd, void *out, uint64_t capacity);

/* The same for this process's memory (the floor). */
int64_t covrt_memory_read(void *out, uint64_t capacity);

/* Flags of the file. Bit 0: some process could not move its counters (they are lost or incomplete). Bit 1, after covrt_file_read: the tables
 * of the file were damaged, entries were left out. Both when the file cannot be read. */
uint32_t covrt_file_flags(int fd);

#endif
