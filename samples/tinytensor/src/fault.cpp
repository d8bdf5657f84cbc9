#include "tinytensor/fault.h"

#include <csignal>
#include <cstdlib>
#include <exception>
#include <thread>

#include "tinytensor/error.h"

// Every kind of sudden death that a native library can bring about, for tests of tools that must survive it.

namespace tinytensor {
namespace {

[[gnu::noinline]] void write_to_address(std::uintptr_t address) { *reinterpret_cast<volatile int*>(address) = 1; }

/// Frames that the optimiser can neither merge nor turn into a loop.
[[gnu::noinline]] std::int64_t descend(std::int64_t depth, volatile char* caller) {
  volatile char frame[256];
  frame[0] = static_cast<char>(depth);
  frame[255] = caller != nullptr ? caller[0] : 0;
  if (depth <= 0) {
    return 0;
  }
  return descend(depth - 1, frame) + depth + (frame[255] - frame[255]);
}

struct ThrowingDestructor {
  ~ThrowingDestructor() noexcept(false) { throw Error("thrown by a destructor"); }
};

void throw_twice() {
  ThrowingDestructor guard;
  throw Error("thrown before");
}

template <typename Body>
void in_thread(Body body) {
  std::thread worker(body);
  worker.join();
}

}  // namespace

std::int64_t recurse(std::int64_t depth) { return descend(depth, nullptr); }

void fault(const std::string& kind) {
  constexpr std::int64_t endless = std::int64_t{1} << 40;
  if (kind == "segv") {
    write_to_address(8);
  } else if (kind == "segv-in-thread") {
    in_thread([] { write_to_address(8); });
  } else if (kind == "abort") {
    std::abort();
  } else if (kind == "abort-in-thread") {
    in_thread([] { std::abort(); });
  } else if (kind == "terminate") {
    std::terminate();
  } else if (kind == "throw-in-thread") {
    in_thread([] { throw Error("thrown in a thread"); });
  } else if (kind == "throw-in-destructor") {
    throw_twice();
  } else if (kind == "stack-overflow") {
    recurse(endless);
  } else if (kind == "stack-overflow-in-thread") {
    in_thread([] { recurse(endless); });
  } else if (kind == "exit") {
    std::exit(7);
  } else if (kind == "quick_exit") {
    std::quick_exit(8);
  } else if (kind == "_exit") {
    std::_Exit(9);
  } else if (kind == "fpe") {
    std::raise(SIGFPE);
  } else if (kind == "ill") {
    std::raise(SIGILL);
  } else if (kind == "bus") {
    std::raise(SIGBUS);
  } else if (kind == "trap") {
    std::raise(SIGTRAP);
  } else if (kind == "sys") {
    std::raise(SIGSYS);
  } else if (kind == "term") {
    std::raise(SIGTERM);
  } else if (kind == "kill") {
    std::raise(SIGKILL);
  } else if (kind == "loop") {
    for (volatile std::uint64_t round = 0;; round = round + 1) {
    }
  } else {
    throw ArgumentError("unknown fault '" + kind + "'");
  }
}

}  // namespace tinytensor
