#pragma once

#include <cstdint>
#include <string>

namespace tinytensor {

/// Ends the process in the named way, from native code. Throws ArgumentError for a name it does not know.
void fault(const std::string& kind);

/// Adds the numbers 1..depth by recursion; overflows the stack for a large depth.
std::int64_t recurse(std::int64_t depth);

}  // namespace tinytensor
