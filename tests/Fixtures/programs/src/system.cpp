// The counters of a system header's templates, when those are covered too.
#include <algorithm>
#include <cstdlib>
#include <vector>

int main(int argc, char **argv)
{
    std::vector<int> values;
    for (int i = 1; i < argc; i++)
        values.push_back(std::atoi(argv[i]));
    std::sort(values.begin(), values.end());
    return !values.empty() && *std::max_element(values.begin(), values.end()) == 424242;
}
