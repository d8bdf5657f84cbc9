/* What the parts of libcovrt share. Everything here is hidden from other objects. */
#ifndef COVRT_INTERNAL_H
#define COVRT_INTERNAL_H

#include "covrt.h"
#include "elf64.h"
#include "loops.h"
#include "sys.h"

#define EXPORT __attribute__((visibility("default")))
#define WEAK __attribute__((weak, visibility("default")))

enum { MAX_MODULES = 2048, MAX_EDGES = 4 };
#define MAX_COUNTER_BYTES (UINT64_C(1) << 30) /* so that the length of a hits record fits its 32 bits, whatever the counters are */
#define MAX_BITMAP_BYTES (UINT64_C(1) << 29)

enum { STATE_OK = 0, STATE_GONE = 1, STATE_REFUSED = 2 };

/* Whole pages that hold counters or bitmap bytes of a module. */
struct range {
    uint64_t start, size;
    uint64_t offset;            /* where it is in the counters file, when attached */
    uint64_t edges[MAX_EDGES];  /* addresses of the pages that also hold something else */
    uint8_t *saved[MAX_EDGES];  /* what the edges held when the process was about to fork */
    int edge_count;
    int found;                  /* by attach_find_lost */
};

/* Where the call-backs of guards write. The memory is ours, so it outlives its module, and is given away only for another one. */
struct edges {
    uint64_t guards;            /* address of the guards of the module */
    uint64_t *pcs;
    uint64_t room;              /* bytes of memory, whole pages; pcs has eight times as much */
    uint32_t first_piece, pieces;
};

struct module {
    struct covrt_module public;
    uint32_t kind;              /* COVRT_LLVM ... */
    int registered;             /* announced by a call-back of the module, not found in its file */
    uint64_t base;              /* address in memory minus address in the file */
    uint64_t pcs, pcs_size;     /* SanitizerCoverage's table of code addresses, or 0, 0 */
    struct edges edges;         /* of COVRT_GUARDS */
    uint64_t fingerprint;       /* of the object in memory */
    struct range ranges[2];
    int range_count;
    int seen;                   /* in the current walk over the loaded objects */
    int clean;                  /* covrt_reset has set all of it to "not executed" */
    int attached;               /* 0 no, 1 its counters are (or should be) in the file, 2 they had to become private */
    uint32_t slot;              /* index in the file's table of modules, plus one */
};

/* bytes.c. The compiler may call the first four on its own. */
void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int value, size_t size);
int memcmp(const void *a, const void *b, size_t size);
uint64_t text_length(const char *text);
int text_starts(const char *text, const char *prefix);
uint64_t text_copy(char *to, uint64_t room, const char *from);
char *text_number(char *to, uint64_t value);
char *text_hex(char *to, uint64_t value);
int all_zero(const void *from, uint64_t size);
uint64_t page_size(void);

/* maps.c: calls `visit` for each mapping of the process until it returns non-zero. 0 or -errno. */
struct mapping {
    uint64_t start, end, offset, inode;
    const char *path; /* "" when it has none */
};
int maps_walk(int (*visit)(const struct mapping *, void *), void *data);

/* What one object has. Of `module`, id, path and state say who it is; the rest is 0 when it has no counters of LLVM. */
struct place { uint64_t address, size; };
struct inspected {
    struct covrt_module module;
    struct place counters, flags, pcs; /* SanitizerCoverage's sections */
};

/* object.c: 1 = it has counters (or is refused), 0 = it has none. */
int object_inspect(const struct object *object, struct inspected *out);
uint64_t object_fingerprint(const struct object *object);
int object_holds(const struct object *object, uint64_t address, uint64_t size);
void object_name(const struct object *object, char *id, char *path); /* without its file; `path` has room for 1,024 bytes */

/* modules.c. The caller holds the lock. */
extern struct module modules[MAX_MODULES];
extern int module_count;
void modules_refresh(void);
struct module *modules_add(const struct covrt_module *module, uint32_t kind, uint64_t fingerprint, uint64_t base);
int module_selected(const struct module *module, uint32_t kinds); /* loaded, and its edges are not counted by guards as well */
enum shape module_shape(uint32_t kind, uint32_t counter_size);
void modules_use(void (*act)(void *), void *data); /* refreshes, then calls `act` while nothing can be unmapped */
int modules_unloaded(void);                        /* objects were ever unloaded in this process */
int modules_take_unloaded(void);                   /* perhaps objects were unloaded since the last call */

/* lock.c: 0 when the calling thread holds the lock already (a signal handler interrupted us): leave things alone. */
int lock_enter(void);
void lock_leave(void);
void lock_reset_in_child(void);

/* edges.c */
struct edges_watch { uint64_t before; uint32_t entered; };
struct edges_watch edges_watch(void);                           /* before bytes of guards are changed or counted */
void edges_counted(struct edges_watch watch, uint64_t covered); /* afterwards: how many are set */
void edges_stale(void);                                         /* bytes of guards were changed */
void edges_forked(void);                                        /* in a forked child */
uint64_t edges_count(void);
void edges_mixed(void);                                         /* looks for edges that no guards count */
void edges_release(struct module *module);

/* memory.c: the caller is inside modules_use */
uint64_t memory_snapshot(uint32_t kinds, void *out, uint64_t capacity);
int memory_apply(const void *block, int how, int strict);
void memory_clear(uint32_t kinds, int all); /* all: also edges that are counted by guards as well */

/* file.c */
struct file_header;
extern struct file_header *file_header; /* mapped, or null when this process is not attached */
int file_open(int fd, const char *path);
int file_descriptor(void);
uint64_t file_inode(void);
int file_is(const struct sys_stat *stat);
uint64_t file_allocate(uint64_t size);
int file_publish(struct module *module);
void file_lost(void);
int file_is_mine(uint32_t region); /* of the attached file: entered by this process */
void file_forget_mine(void);       /* in a forked child */

/* attach.c: knows modules.c, which does not know it */
void attach_modules(void);
void attach_save_edges(void *unused);
void attach_again_in_child(void);
int attach_find_lost(void);

/* fork.c */
void fork_register(void);
int fork_has_threads(void); /* threads beside the calling one */

/* preload.c: what a process needs once; the caller holds the lock. */
void start(void);

#endif
