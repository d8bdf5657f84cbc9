/* An instrumented library that is loaded later. Its constructor runs before LLVM's runtime in it announces it. */
static int s_prepared;

__attribute__((constructor(101))) static void prepare(void)
{
    for (int i = 0; i < 3; i++) {
        s_prepared++;
    }
}

int plugin_work(int n)
{
    switch (n % 4) {
    case 0:
        return s_prepared;
    case 1:
        return n > 8 && n < 12 ? 1 : 2;
    default:
        return plugin_work(n - 1) + 1;
    }
}
