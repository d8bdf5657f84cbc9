/* Raw system calls. libcovrt is linked against no C library, so that one binary loads beside any of them. */
#ifndef COVRT_SYS_H
#define COVRT_SYS_H

#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__)
enum {
    NR_write = 1, NR_close = 3, NR_fstat = 5, NR_lseek = 8, NR_mmap = 9, NR_munmap = 11, NR_pread = 17, NR_pwrite = 18, NR_sched_yield = 24,
    NR_mremap = 25, NR_getpid = 39, NR_fcntl = 72, NR_ftruncate = 77, NR_gettid = 186, NR_tgkill = 234, NR_openat = 257,
    NR_unlinkat = 263, NR_readlinkat = 267, NR_fallocate = 285, NR_prlimit = 302, NR_memfd_create = 319
};
#define COVRT_ELF_MACHINE 62

static inline long sys_call(long number, long a, long b, long c, long d, long e, long f)
{
    long result;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
    return result;
}
#elif defined(__aarch64__)
enum {
    NR_fcntl = 25, NR_unlinkat = 35, NR_ftruncate = 46, NR_fallocate = 47, NR_openat = 56, NR_close = 57, NR_lseek = 62, NR_write = 64, NR_pread = 67,
    NR_pwrite = 68, NR_readlinkat = 78, NR_fstat = 80, NR_sched_yield = 124, NR_tgkill = 131, NR_getpid = 172, NR_gettid = 178,
    NR_munmap = 215, NR_mremap = 216, NR_mmap = 222, NR_prlimit = 261, NR_memfd_create = 279
};
#define COVRT_ELF_MACHINE 183

static inline long sys_call(long number, long a, long b, long c, long d, long e, long f)
{
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    register long x5 __asm__("x5") = f;
    __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
    return x0;
}
#else
#error "libcovrt supports 64-bit Linux on x86-64 and aarch64"
#endif

/* Values of the kernel's interface; equal on both architectures. */
enum {
    O_RDONLY_ = 0, O_RDWR_ = 2, O_CREAT_ = 0100, O_EXCL_ = 0200, O_CLOEXEC_ = 02000000,
    PROT_RW_ = 3, MAP_SHARED_ = 1, MAP_PRIVATE_ = 2, MAP_FIXED_ = 0x10, MAP_ANONYMOUS_ = 0x20, MREMAP_MAYMOVE_FIXED_ = 3,
    F_DUPFD_CLOEXEC_ = 1030, F_ADD_SEALS_ = 1033, SEALS_ = 0x1 | 0x2 | 0x4 /* seal, shrink, grow */,
    MFD_CLOEXEC_ALLOW_SEALING_ = 3, PUNCH_HOLE_KEEP_SIZE_ = 3, SEEK_DATA_ = 3, SEEK_HOLE_ = 4, RLIMIT_FSIZE_ = 1, AT_FDCWD_ = -100,
    ENOENT_ = 2, ESRCH_ = 3, EIO_ = 5, ENXIO_ = 6, EBADF_ = 9, ENOMEM_ = 12, EBUSY_ = 16, EINVAL_ = 22, EFBIG_ = 27, ENOSPC_ = 28,
    EDEADLK_ = 35, ENAMETOOLONG_ = 36, EBADMSG_ = 74, EOPNOTSUPP_ = 95
};

/* The part of struct stat that both architectures lay out alike, padded to more than its full size. */
struct sys_stat {
    uint64_t dev;
    uint64_t ino;
    uint8_t unused1[32];
    int64_t size;
    uint8_t unused2[8];
    int64_t blocks;
    uint8_t unused3[112];
};

static inline int sys_open(const char *path, int flags, int mode) { return (int)sys_call(NR_openat, AT_FDCWD_, (long)path, flags, mode, 0, 0); }
static inline int sys_close(int fd) { return (int)sys_call(NR_close, fd, 0, 0, 0, 0, 0); }
static inline int sys_unlink(const char *path) { return (int)sys_call(NR_unlinkat, AT_FDCWD_, (long)path, 0, 0, 0, 0); }
static inline int sys_stat_fd(int fd, struct sys_stat *out) { return (int)sys_call(NR_fstat, fd, (long)out, 0, 0, 0, 0); }
/* Number of links; it is 8 bytes wide in front of the mode on x86-64, and 4 bytes wide behind it elsewhere. */
static inline uint64_t sys_links(const struct sys_stat *stat)
{
#ifdef __x86_64__
    return *(const uint64_t *)stat->unused1;
#else
    return *(const uint32_t *)(stat->unused1 + 4);
#endif
}
static inline int64_t sys_seek(int fd, int64_t offset, int how) { return sys_call(NR_lseek, fd, offset, how, 0, 0, 0); }
static inline int64_t sys_pread(int fd, void *to, uint64_t size, int64_t at) { return sys_call(NR_pread, fd, (long)to, (long)size, at, 0, 0); }
static inline int64_t sys_pwrite(int fd, const void *from, uint64_t size, int64_t at) { return sys_call(NR_pwrite, fd, (long)from, (long)size, at, 0, 0); }
static inline int sys_truncate(int fd, int64_t size) { return (int)sys_call(NR_ftruncate, fd, size, 0, 0, 0, 0); }
static inline int sys_fallocate(int fd, int mode, int64_t at, int64_t size) { return (int)sys_call(NR_fallocate, fd, mode, at, size, 0, 0); }
static inline int sys_fcntl(int fd, int command, long argument) { return (int)sys_call(NR_fcntl, fd, command, argument, 0, 0, 0); }
static inline long sys_readlink(const char *path, char *to, uint64_t size) { return sys_call(NR_readlinkat, AT_FDCWD_, (long)path, (long)to, (long)size, 0, 0); }
static inline int sys_memfd(const char *name, int flags) { return (int)sys_call(NR_memfd_create, (long)name, flags, 0, 0, 0, 0); }
static inline int sys_getpid(void) { return (int)sys_call(NR_getpid, 0, 0, 0, 0, 0, 0); }
static inline int sys_gettid(void) { return (int)sys_call(NR_gettid, 0, 0, 0, 0, 0, 0); }
static inline int sys_tgkill(int process, int thread, int signal) { return (int)sys_call(NR_tgkill, process, thread, signal, 0, 0, 0); }
static inline void sys_yield(void) { (void)sys_call(NR_sched_yield, 0, 0, 0, 0, 0, 0); }
static inline int sys_getrlimit(int what, uint64_t limits[2]) { return (int)sys_call(NR_prlimit, 0, what, 0, (long)limits, 0, 0); }
static inline int sys_unmap(void *at, uint64_t size) { return (int)sys_call(NR_munmap, (long)at, (long)size, 0, 0, 0, 0); }

static inline long sys_map(void *at, uint64_t size, int flags, int fd, uint64_t offset)
{
    return sys_call(NR_mmap, (long)at, (long)size, PROT_RW_, flags, fd, (long)offset);
}

/* Moves a mapping to an address that is in use: in one step, so that there is no instant without memory there. */
static inline long sys_move(void *from, uint64_t size, void *to)
{
    return sys_call(NR_mremap, (long)from, (long)size, (long)size, MREMAP_MAYMOVE_FIXED_, (long)to, 0);
}

/* The kernel's way to say "error" in an address or a count. */
static inline int sys_failed(long result) { return (unsigned long)result > (unsigned long)-4096; }

#endif
