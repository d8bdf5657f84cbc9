#pragma once

#include <optional>

#include "tinytensor/tensor.h"

namespace tinytensor {

enum class ReduceOp { Sum, Product, Mean, Variance, Minimum, Maximum, Any, All };

/// Over one axis, or over all of them when there is no axis.
Tensor reduce(ReduceOp op, const Tensor& input, std::optional<std::int64_t> axis, bool keep_axes);

/// Index of the extreme element along an axis (in row-major order without an axis); a NaN wins.
Tensor arg_extreme(const Tensor& input, std::optional<std::int64_t> axis, bool largest);

/// Running sum (or product) along an axis.
Tensor cumulative(const Tensor& input, std::int64_t axis, bool product, bool reverse);

}  // namespace tinytensor
