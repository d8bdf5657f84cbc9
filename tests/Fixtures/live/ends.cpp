// Does some work, then ends in the way that is named. ends WAY
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern "C" int work(int n)
{
    return n > 2 ? n * 2 : n;
}

static volatile int s_zero;

__attribute__((noinline)) static int overflow(int depth)
{
    volatile char room[4096];
    room[0] = static_cast<char>(depth);
    return overflow(depth + 1) + room[0];
}

struct Thrower {
    ~Thrower() noexcept(false) { throw std::runtime_error("destructor"); }
};

struct Guarded {
    ~Guarded() { throw std::runtime_error("noexcept destructor"); }
};

static void bus()
{
    char name[] = "/tmp/covtools-bus-XXXXXX";
    int file = mkstemp(name);
    unlink(name);
    auto *page = static_cast<volatile char *>(mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0));
    page[0] = 1;
}

static void take_memory()
{
    rlimit limit = {256u << 20, 256u << 20};
    setrlimit(RLIMIT_AS, &limit);
    std::vector<std::vector<char>> all;
    for (;;) {
        all.emplace_back(16u << 20);
    }
}

static void take_time()
{
    rlimit limit = {1, 2};
    setrlimit(RLIMIT_CPU, &limit);
    for (volatile unsigned i = 0;; i = i + 1) {
    }
}

static void children(int count, int signal)
{
    for (int i = 0; i < count; i++) {
        pid_t child = fork();
        if (child == 0) {
            work(i);
            if (signal != 0) {
                kill(getpid(), signal);
            }
            _exit(0);
        }
        waitpid(child, nullptr, 0);
    }
}

static void killed_by_another()
{
    pid_t parent = getpid();
    if (fork() == 0) {
        kill(parent, SIGKILL);
        _exit(0);
    }
    pause();
}

static bool is(const char *way, const char *name)
{
    return std::strcmp(way, name) == 0;
}

// Whoever started this may ignore it.
static void signal_default(int number)
{
    if (number != SIGKILL) {
        std::signal(number, SIG_DFL);
    }
}

static void raise_signal(const char *way)
{
    static const struct { const char *name; int number; } s_signals[] = {
        {"SIGSEGV", SIGSEGV}, {"SIGABRT", SIGABRT}, {"SIGFPE", SIGFPE}, {"SIGILL", SIGILL}, {"SIGBUS", SIGBUS}, {"SIGTERM", SIGTERM}, {"SIGINT", SIGINT},
        {"SIGHUP", SIGHUP}, {"SIGPIPE", SIGPIPE}, {"SIGALRM", SIGALRM}, {"SIGQUIT", SIGQUIT}, {"SIGTRAP", SIGTRAP}, {"SIGKILL", SIGKILL},
    };
    for (const auto &signal : s_signals) {
        if (is(way, signal.name)) {
            signal_default(signal.number);
            kill(getpid(), signal.number);
            pause();
        }
    }
}

int main(int argc, char **argv)
{
    const char *way = argc > 1 ? argv[1] : "return";
    rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    work(3);
    raise_signal(way);
    if (is(way, "exit")) { std::exit(7); }
    if (is(way, "_exit")) { _exit(7); }
    if (is(way, "quick_exit")) { std::quick_exit(7); }
    if (is(way, "null-pointer")) { *reinterpret_cast<volatile int *>(static_cast<long>(s_zero)) = 1; }
    if (is(way, "division")) { kill(getpid(), 1 / s_zero ? 0 : SIGFPE); }
    if (is(way, "trap")) { __builtin_trap(); }
    if (is(way, "bus")) { bus(); }
    if (is(way, "abort")) { std::abort(); }
    if (is(way, "terminate")) { std::terminate(); }
    if (is(way, "uncaught")) { throw std::runtime_error("nobody catches this"); }
    if (is(way, "destructor")) { Guarded guarded; }
    if (is(way, "two-exceptions")) { Thrower thrower; throw std::runtime_error("first"); }
    if (is(way, "heap")) { char *block = static_cast<char *>(std::malloc(4000)); std::free(block); asm volatile("" : "+r"(block)); std::free(block); }
    if (is(way, "overflow")) { return overflow(0); }
    if (is(way, "overflow-thread")) { std::thread([] { overflow(0); }).join(); }
    if (is(way, "abort-thread")) { std::thread([] { work(1); std::abort(); }).join(); }
    if (is(way, "uncaught-thread")) { std::thread([] { throw 1; }).join(); }
    if (is(way, "exit-thread")) { std::thread([] { _exit(7); }).join(); }
    if (is(way, "memory")) { take_memory(); }
    if (is(way, "cpu")) { take_time(); }
    if (is(way, "killed")) { killed_by_another(); }
    if (is(way, "exec")) { execl("/bin/true", "true", static_cast<char *>(nullptr)); }
    if (is(way, "exec-self")) { execl(argv[0], argv[0], "SIGKILL", static_cast<char *>(nullptr)); }
    if (is(way, "children")) { children(3, 0); }
    if (is(way, "killed-children")) { children(3, SIGKILL); }
    if (is(way, "closed-files")) { for (int i = 0; i < 1024; i++) { close(i); } _exit(0); }
    return 0;
}
