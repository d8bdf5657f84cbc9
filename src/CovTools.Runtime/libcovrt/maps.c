/* Walks over /proc/self/maps (proc(5)) without allocating: one line after the other through a fixed buffer. */
#include "internal.h"

static char s_buffer[8192]; /* longer than any line: the kernel limits paths to 4,096 bytes */

static const char *number(const char *text, unsigned base, uint64_t *value)
{
    *value = 0;
    for (;; text++) {
        unsigned digit = *text >= '0' && *text <= '9' ? (unsigned)(*text - '0') : *text >= 'a' && *text <= 'f' ? (unsigned)(*text - 'a') + 10 : 99;
        if (digit >= base) {
            return text;
        }
        *value = *value * base + digit;
    }
}

static const char *past_space(const char *text)
{
    while (*text != 0 && *text != ' ') {
        text++;
    }
    while (*text == ' ') {
        text++;
    }
    return text;
}

/* start-end rights offset device inode path */
static void parse(const char *line, struct mapping *out)
{
    const char *text = number(line, 16, &out->start);
    text = number(*text == '-' ? text + 1 : text, 16, &out->end);
    text = past_space(past_space(text));
    text = past_space(number(text, 16, &out->offset));
    text = past_space(text);
    out->path = past_space(number(text, 10, &out->inode));
}

int maps_walk(int (*visit)(const struct mapping *, void *), void *data)
{
    int fd = sys_open("/proc/self/maps", O_RDONLY_ | O_CLOEXEC_, 0);
    if (fd < 0) {
        return fd;
    }
    int64_t kept = 0, got = 0, at = 0;
    int stop = 0;
    while (!stop && (got = sys_pread(fd, s_buffer + kept, sizeof(s_buffer) - (uint64_t)kept, at)) > 0) {
        int64_t size = kept + got, line = 0;
        at += got;
        for (int64_t end = kept; !stop && end < size; end++) {
            if (s_buffer[end] == '\n') {
                struct mapping mapping;
                s_buffer[end] = 0;
                parse(s_buffer + line, &mapping);
                stop = visit(&mapping, data);
                line = end + 1;
            }
        }
        kept = size - line;
        if (kept == (int64_t)sizeof(s_buffer)) {
            got = -EIO_;
            break;
        }
        memmove(s_buffer, s_buffer + line, (uint64_t)kept);
    }
    sys_close(fd);
    return got < 0 ? (int)got : 0;
}
