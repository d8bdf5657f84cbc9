/* Memory and text. */
#include "internal.h"

typedef uint64_t __attribute__((may_alias, aligned(1))) word;

void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
#if defined(__x86_64__)
    void *result = to;
    __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
    return result;
#else
    uint8_t *out = to;
    const uint8_t *in = from;
    for (; size >= sizeof(word); size -= sizeof(word), out += sizeof(word), in += sizeof(word)) {
        *(word *)out = *(const word *)in;
    }
    for (; size != 0; size--) {
        *out++ = *in++;
    }
    return to;
#endif
}

void *memmove(void *to, const void *from, size_t size)
{
    uint8_t *out = to;
    const uint8_t *in = from;
    if ((uintptr_t)out - (uintptr_t)in >= size) {
        return memcpy(to, from, size);
    }
    while (size != 0) {
        size--;
        out[size] = in[size];
    }
    return to;
}

void *memset(void *to, int value, size_t size)
{
#if defined(__x86_64__)
    void *result = to;
    __asm__ volatile("rep stosb" : "+D"(to), "+c"(size) : "a"(value) : "memory");
    return result;
#else
    uint8_t *out = to;
    uint64_t pattern = (uint8_t)value * UINT64_C(0x0101010101010101);
    for (; size >= sizeof(word); size -= sizeof(word), out += sizeof(word)) {
        *(word *)out = pattern;
    }
    for (; size != 0; size--) {
        *out++ = (uint8_t)value;
    }
    return to;
#endif
}

int memcmp(const void *a, const void *b, size_t size)
{
    const uint8_t *left = a, *right = b;
    for (; size >= sizeof(word) && *(const word *)left == *(const word *)right; size -= sizeof(word)) {
        left += sizeof(word);
        right += sizeof(word);
    }
    for (; size != 0; size--, left++, right++) {
        if (*left != *right) {
            return *left - *right;
        }
    }
    return 0;
}

uint64_t text_length(const char *text)
{
    uint64_t length = 0;
    while (text[length] != 0) {
        length++;
    }
    return length;
}

int text_starts(const char *text, const char *prefix)
{
    while (*prefix != 0) {
        if (*text++ != *prefix++) {
            return 0;
        }
    }
    return 1;
}

/* Copies at most room - 1 bytes and a NUL; returns how many bytes the text has. */
uint64_t text_copy(char *to, uint64_t room, const char *from)
{
    uint64_t length = text_length(from);
    uint64_t kept = length < room ? length : room - 1;
    memcpy(to, from, kept);
    to[kept] = 0;
    return length;
}

/* Writes decimal digits and a NUL; returns the address of the NUL. */
char *text_number(char *to, uint64_t value)
{
    char digits[20];
    int count = 0;
    do {
        digits[count++] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    while (count != 0) {
        *to++ = digits[--count];
    }
    *to = 0;
    return to;
}

/* The same in hexadecimal, lower case. */
char *text_hex(char *to, uint64_t value)
{
    int shift = 60;
    while (shift > 0 && value >> shift == 0) {
        shift -= 4;
    }
    for (; shift >= 0; shift -= 4) {
        *to++ = "0123456789abcdef"[(value >> shift) & 15];
    }
    *to = 0;
    return to;
}

int all_zero(const void *from, uint64_t size)
{
    const uint8_t *in = from;
    for (; size >= 64; size -= 64, in += 64) {
        const word *w = (const word *)in;
        if ((w[0] | w[1] | w[2] | w[3] | w[4] | w[5] | w[6] | w[7]) != 0) {
            return 0;
        }
    }
    for (; size != 0; size--) {
        if (*in++ != 0) {
            return 0;
        }
    }
    return 1;
}

extern unsigned long getauxval(unsigned long type) WEAK;

uint64_t page_size(void)
{
#if defined(__x86_64__)
    return 4096;
#else
    enum { AT_PAGESZ_ = 6 };
    static uint64_t known;
    if (known == 0) {
        uint64_t size = getauxval != NULL ? getauxval(AT_PAGESZ_) : 0;
        known = size >= 4096 && (size & (size - 1)) == 0 ? size : 65536;
    }
    return known;
#endif
}
