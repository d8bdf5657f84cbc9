/* Making and emptying a counters file: the side of the process that reads it. */
#include "internal.h"
#include "layout.h"

enum { PATH_ROOM = 64 };

/* A file with a name that nobody has for longer than an instant; for kernels and sandboxes without memfd_create. */
static int create_unnamed(const char *directory)
{
    char path[PATH_ROOM];
    static unsigned s_number;
    for (int attempt = 0; attempt < 100; attempt++) {
        (void)text_copy(path, PATH_ROOM, directory);
        char *end = text_number(path + text_length(path), (uint64_t)sys_getpid());
        *end++ = '-';
        (void)text_number(end, __atomic_fetch_add(&s_number, 1, __ATOMIC_RELAXED));
        int fd = sys_open(path, O_RDWR_ | O_CREAT_ | O_EXCL_ | O_CLOEXEC_, 0600);
        if (fd >= 0) {
            (void)sys_unlink(path);
        }
        if (fd != -17 /* EEXIST */) {
            return fd;
        }
    }
    return -EBUSY_;
}

/* As large as it may be: nobody can make it grow later. */
static int give_size(int fd)
{
    uint64_t limits[2] = {UINT64_MAX, UINT64_MAX};
    int error = -EFBIG_;
    (void)sys_getrlimit(RLIMIT_FSIZE_, limits);
    for (uint64_t size = UINT64_C(64) << 30; size >= UINT64_C(64) << 20; size /= 4) {
        if (size <= limits[0]) { /* a size above the limit would not fail, it would end the process */
            error = sys_truncate(fd, (int64_t)size);
            if (error == 0) {
                return 0;
            }
        }
    }
    return error;
}

static int write_header(int fd, uint32_t epoch, uint64_t byte_next)
{
    struct file_header header = {{'C', 'V', 'S', 'H'}, FILE_VERSION, epoch, 0, 0, 0, byte_next};
    int64_t written = sys_pwrite(fd, &header, sizeof(header), 0);
    return written == sizeof(header) ? 0 : written < 0 ? (int)written : -EIO_;
}

EXPORT int covrt_file_format(int fd)
{
    struct sys_stat stat;
    int error = sys_stat_fd(fd, &stat);
    if (error == 0 && stat.size != 0) {
        error = -EINVAL_;
    }
    error = error == 0 ? give_size(fd) : error;
    return error == 0 ? write_header(fd, 1, FILE_DATA) : error;
}

EXPORT int covrt_file_create(void)
{
    int fd = sys_memfd("covrt", MFD_CLOEXEC_ALLOW_SEALING_);
    int sealable = fd >= 0;
    if (fd < 0) {
        fd = create_unnamed("/dev/shm/covrt-");
    }
    if (fd < 0) {
        fd = create_unnamed("/tmp/covrt-");
    }
    if (fd < 0) {
        return fd;
    }
    int error = give_size(fd);
    if (error == 0) {
        error = write_header(fd, 1, FILE_DATA);
    }
    if (error == 0 && sealable) {
        error = sys_fcntl(fd, F_ADD_SEALS_, SEALS_); /* a script cannot cut the file under the others */
    }
    if (error != 0) {
        sys_close(fd);
        return error;
    }
    return fd;
}

EXPORT int covrt_file_clear(int fd)
{
    struct file_header header;
    struct sys_stat stat;
    int error = sys_stat_fd(fd, &stat);
    if (error != 0) {
        return error;
    }
    int64_t got = sys_pread(fd, &header, sizeof(header), 0);
    if (got != sizeof(header) || stat.size <= (int64_t)FILE_DATA) {
        return got < 0 ? (int)got : -EBADMSG_;
    }
    /* A process that outlives its script still counts into its old region: nobody gets that one soon. Where the numbers make no sense, a script
     * wrote them, and we start from the beginning. */
    uint64_t next = (header.byte_next + 0xffff) & ~UINT64_C(0xffff);
    if (next < FILE_DATA || next > (uint64_t)stat.size / 2) {
        next = FILE_DATA;
    }
    error = sys_fallocate(fd, PUNCH_HOLE_KEEP_SIZE_, 4096, stat.size - 4096);
    if (error == -EOPNOTSUPP_) {
        error = sys_truncate(fd, 0);
        error = error == 0 ? sys_truncate(fd, stat.size) : error;
    }
    return error == 0 ? write_header(fd, header.epoch + 1, next) : error;
}

EXPORT uint32_t covrt_file_flags(int fd)
{
    struct file_header header;
    return sys_pread(fd, &header, sizeof(header), 0) == sizeof(header) ? header.flags : FLAG_LOST | FLAG_DAMAGED;
}
