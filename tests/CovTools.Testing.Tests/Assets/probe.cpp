#include <stdlib.h>
#include <time.h>

// Runs before LLVM's runtime writes its profile, and holds that up for longer than a test host may take to end.
static void at_end() {
    struct timespec pause = {0, 700 * 1000 * 1000};
    nanosleep(&pause, nullptr);
}

extern "C" int classify(int value) {
    if (value < 0) {
        return -1;
    }
    return value == 0 ? 0 : 1;
}

extern "C" int sum(int count) {
    int total = 0;
    for (int i = 1; i <= count; i++) {
        total += i % 3 == 0 ? i : 1;
    }
    return total;
}

extern "C" int rarely(int value) {
    if (value > 10 && value < 20) {
        return value * 2;
    }
    return 0;
}

extern "C" void end_slowly() {
    atexit(at_end);
}
