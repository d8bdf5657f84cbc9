// A library that counts in every phase of a process: while it is loaded, in calls, and when the process ends.
#include <map>
#include <stdexcept>
#include <string>

namespace {

struct Registry {
    std::map<std::string, int> calls;
    Registry() { calls["load"] = 1; }
    ~Registry()
    {
        for (auto &entry : calls) {
            if (entry.second > 1) {
                entry.second = 0;
            }
        }
    }
};

Registry registry;

template <typename T> T clamp(T value, T low, T high)
{
    if (value < low) {
        return low;
    }
    return value > high ? high : value;
}

int checked(int value)
{
    if (value < 0) {
        throw std::invalid_argument("negative");
    }
    return value;
}

} // namespace

extern "C" int work(int value)
{
    registry.calls["work"]++;
    int sum = 0;
    for (int i = 0; i < value; i++) {
        sum += (i % 3 == 0 && i % 2 == 0) ? clamp(i, 1, 5) : static_cast<int>(clamp(i * 0.5, 0.0, 2.0));
    }
    return sum;
}

extern "C" int guarded(int value)
{
    try {
        return checked(value);
    } catch (const std::exception &) {
        return -1;
    }
}

extern "C" int unused(int value)
{
    switch (value) {
    case 1:
        return 2;
    case 2:
        return 1;
    default:
        return 0;
    }
}
