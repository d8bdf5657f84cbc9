/* Functions that nobody calls: the linker may remove them while their records stay. */
int used(int value) { return value > 1 ? value : 1; }
int unused_first(int value) { return value > 2 ? used(value) : 3; }
int unused_second(int value) { return value && unused_first(value); }
static int unused_static(int value) { return value ? 1 : 2; }
int (*const kept)(int) __attribute__((unused)) = used;
int unused_caller(int value) { return unused_static(value) + 1; }
int main(int argc, char **argv) { return used(argc) == 424242 || !argv; }
