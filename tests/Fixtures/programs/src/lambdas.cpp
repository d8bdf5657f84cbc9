// Lambdas: captured, generic, nested, mutable, immediately called, converted to a pointer, never called.
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <vector>

static int visit(const std::vector<int> &values, const std::function<int(int)> &function)
{
    int sum = 0;
    for (int value : values)
        sum += function(value);
    return sum;
}

int main(int argc, char **argv)
{
    std::vector<int> values;
    for (int i = 1; i < argc; i++)
        values.push_back(std::atoi(argv[i]));
    int limit = [](int count) { return count > 3 ? 10 : 5; }(argc);
    std::sort(values.begin(), values.end(), [](int a, int b) { return a > b; });
    int calls = 0;
    int sum = visit(values, [&](int value) { calls++; return value < limit ? value : [limit](int over) { return over - limit; }(value); });
    auto twice = [](auto value) { return value > 1 ? value + value : value; };
    sum += twice(sum) + int(twice(1.5));
    auto counter = [calls]() mutable { return ++calls; };
    int (*plain)(int) = [](int value) { return value & 3; };
    auto never = [](int value) { return value ? 1 : 2; };
    (void)never;
    sum += counter() + plain(sum);
    return sum == 424242;
}
