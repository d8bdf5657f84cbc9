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

/* What a module can have, each by itself: counters of LLVM's source-based coverage; edges of SanitizerCoverage as 8-bit counters, as flags (bytes), and by
 * guards, which libmemcov turns into flags. Functions that take `kinds` take a sum of them. Edges of a module that has guards are counted once: by these. */
enum { COVRT_LLVM = 1, COVRT_COUNTERS8 = 2, COVRT_FLAGS = 4, COVRT_GUARDS = 8, COVRT_EDGES = 14, COVRT_ALL = 15 };

/* One kind of one module. */
struct covrt_part {
    struct covrt_module module; /* of edges: `counters` are their bytes, 0 = not executed; for guards that is memory of libcovrt */
    uint32_t kind;
    uint32_t selected;          /* 0 when it is gone or refused, or its edges are counted by guards as well */
    uint64_t base;              /* address in memory minus address in the file */
    uint64_t pcs;               /* address and size of SanitizerCoverage's table: two words for each edge, its address and flags (bit 0: entry of a function) */
    uint64_t pcs_size;
    uint64_t attached;          /* 1 when it counts into a counters file */
    uint64_t callers;           /* guards only: address of a word for each edge: where the call-back returned to when the edge was first executed, or 0 */
};

uint32_t covrt_abi(void);

/* Looks for objects loaded or unloaded since the last call. Returns the number of modules known. Cheap when nothing changed. All functions
 * may be called by any thread; one that is called by a signal handler in the middle of another returns -EDEADLK. */
int covrt_refresh(void);

/* Fills *out with module `index` (0-based). 0, or -1 when there is none, or it has no counters of LLVM. */
int covrt_module_get(int index, struct covrt_module *out);

/* The same for any kind. */
int covrt_part_get(int index, struct covrt_part *out);

/* Sets every counter, bitmap byte and edge of this process to "not executed". */
void covrt_reset(void);
void covrt_reset_kinds(uint32_t kinds);

/* Counters and edges that the process has, and how many of them were executed. -errno on failure. */
int64_t covrt_total(uint32_t kinds);
int64_t covrt_covered(uint32_t kinds);

/* A snapshot: a block of bytes that says which modules there are and holds their counters (docs/python.md). Returns the bytes needed; when that is more
 * than `capacity`, nothing was written and the call must be repeated with more room. -errno on failure. */
int64_t covrt_snapshot(uint32_t kinds, void *out, uint64_t capacity);

/* Brings the counters of a snapshot back: how 0: sets them, and what the snapshot does not have of its kinds to "not executed"; 1: adds them (flags and bits are
 * united, sums end at the largest value). Returns how many modules of the snapshot are not loaded, or differ; with `strict`, nothing was changed when
 * there are any. -EBADMSG when the block is none. */
int covrt_apply(const void *block, uint64_t size, int how, int strict);

/* What was executed since a snapshot, of its kinds: for each the index of its part << 48 and its index there, ascending. Returns how many there are; the first `capacity` of
 * them are in `out`. -EBADMSG when the block is none. */
int64_t covrt_new(const void *block, uint64_t size, uint64_t *out, uint64_t capacity);

/* A bit for each edge of these kinds, in the order of parts, edge 0 in bit 0 of byte 0: copies them to `bits`, or (set != 0) sets the edges to them. (total + 7) / 8 bytes.
 * Returns the number of edges, or -errno. */
int64_t covrt_hitmap(uint32_t kinds, int set, void *bits);

/* Snapshots on stacks of any depth; there are 2 stacks. Pushing clears the counters of these kinds. Popping: how 0: back to what was pushed; 1: adds what was pushed
 * to what was counted since; 2: forgets what was pushed. Returns the depth, or -errno: -ENOMEM, -ENOENT when there is nothing to pop. */
int covrt_push(uint32_t stack, uint32_t kinds);
int covrt_pop(uint32_t stack, int how);
int covrt_depth(uint32_t stack);

/* Checks the structure of a block that may come from anywhere, and its checksum. 0, or a reason for covrt_block_reason with the offset of what is wrong. */
int covrt_block_check(const void *block, uint64_t size, uint64_t *offset);
const char *covrt_block_reason(int reason);

/* Enters the checksum; before that, a block is good in this process only. */
void covrt_block_seal(void *block, uint64_t size);

/* Arithmetic on the values of one module, outside of the process's memory too; sizes in bytes. `bits`: the values are a bitmap. covrt_values_new: the number of values
 * executed in `now` and not in `before`, and the indices of the first of them. */
uint64_t covrt_values_count(uint32_t kind, uint32_t counter_size, const void *values, uint64_t size);
void covrt_values_merge(uint32_t kind, uint32_t counter_size, int bits, void *into, const void *from, uint64_t size);
void covrt_values_subtract(uint32_t kind, uint32_t counter_size, int bits, void *from, const void *what, uint64_t size);
uint64_t covrt_values_new(uint32_t kind, uint32_t counter_size, const void *now, const void *before, uint64_t size, uint64_t *indices, uint64_t capacity);
void covrt_values_clear(uint32_t kind, uint32_t counter_size, void *values, uint64_t size);

/* What the call-backs of libmemcov write to. A guard is 1 + its number over all modules, in pieces of 65,536. */
struct covrt_guards {
    uint8_t *hits[65536];      /* by piece; a byte for each guard */
    uint64_t *callers[65536];
    uint32_t covered __attribute__((aligned(8))); /* bytes of `hits` that are not 0, unless `stale` is 1 */
    uint32_t stale;
    uint32_t entered, left;    /* how often a call-back began, and ended, to set a byte: when they differ, one is at it */
    uint32_t mixed;            /* 1: there are edges that no guards count */
};

/* Announces guards, 8-bit counters or flags, from the constructor of the module that they belong to, or its table of addresses. 0 or -errno. */
int covrt_register(uint32_t kind, void *start, void *stop, struct covrt_guards *guards);
int covrt_guards_recount(void); /* `covered` is out of date: counts anew. Stays so when call-backs set bytes meanwhile. 0 or -errno */
int covrt_register_pcs(const void *start, const void *stop);

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

/* As covrt_attach, but what was counted before goes along. */
int covrt_share(int fd, const char *path);

/* Makes an empty file an empty counters file. 0 or -errno. */
int covrt_file_format(int fd);

/* Snapshot of what the processes of the file counted, summed up: of all, or (others != 0) of all but this one. As robust as covrt_file_read, and as covrt_snapshot
 * for `out`. */
int64_t covrt_file_snapshot(int fd, int others, uint32_t kinds, void *out, uint64_t capacity);

/* Writes what the file holds as hits records (docs/driver-protocol.md) into `out`. Returns the number of bytes needed; when that is more than
 * `capacity`, nothing past capacity was written and the call must be repeated with more room. -errno on failure. Robust against a file whose contents a hostile process changed. */
int64_t covrt_file_read(int fd, void *out, uint64_t capacity);

/* The same for this process's memory (the floor). */
int64_t covrt_memory_read(void *out, uint64_t capacity);

/* Flags of the file. Bit 0: some process could not move its counters (they are lost or incomplete). Bit 1, after covrt_file_read: the tables
 * of the file were damaged, entries were left out. Both when the file cannot be read. */
uint32_t covrt_file_flags(int fd);

#endif
