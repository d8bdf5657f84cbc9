#pragma once

#include <string>

#include "tinytensor/tensor.h"

namespace tinytensor {

/// Nested brackets; long axes are shortened to their first and last three elements.
std::string format(const Tensor& input);

}  // namespace tinytensor
