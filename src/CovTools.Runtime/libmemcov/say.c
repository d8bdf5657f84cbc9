/* Messages, and memory for them and others. There is no C library. */
#include "internal.h"

static char s_last[256];

static char *append(char *to, const char *text)
{
    while (*text != 0 && to < s_last + sizeof(s_last) - 2) {
        *to++ = *text++;
    }
    return to;
}

void memcov_say_text(const char *what, const char *why)
{
    char *end = append(append(append(append(s_last, "libmemcov: "), what), ": "), why);
    *end = '\n';
    (void)sys_call(NR_write, 2, (long)s_last, end + 1 - s_last, 0, 0, 0); /* where that fails, there is nobody to read it */
    *end = 0;
}

void memcov_say(const char *what, int error)
{
    char digits[24] = "error ";
    char *at = digits + 6;
    unsigned number = (unsigned)-error, scale = 1000;
    while (scale > 1 && number / scale == 0) {
        scale /= 10;
    }
    for (; scale != 0; scale /= 10) {
        *at++ = (char)('0' + number / scale % 10);
    }
    *at = 0;
    memcov_say_text(what, error == -ENOENT_ ? "there is none" : error == -ENOMEM_ ? "no memory" : error == -EDEADLK_ ? "called by a signal handler in the middle of another call" : digits);
}

void memcov_fine(void)
{
    s_last[0] = 0;
}

EXPORT const char *mcov_last_error(void)
{
    return s_last;
}

void *memcov_room(void **at, uint64_t *size, uint64_t wanted)
{
    if (*size < wanted) {
        uint64_t rounded = (wanted + wanted / 4 + 0xffff) & ~UINT64_C(0xffff);
        long mapped = sys_map(NULL, rounded, MAP_PRIVATE_ | MAP_ANONYMOUS_, -1, 0);
        if (sys_failed(mapped)) {
            return NULL;
        }
        if (*at != NULL) {
            (void)sys_unmap(*at, *size);
        }
        *at = (void *)mapped;
        *size = rounded;
    }
    return *at;
}
