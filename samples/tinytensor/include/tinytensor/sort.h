#pragma once

#include <utility>

#include "tinytensor/tensor.h"

namespace tinytensor {

/// Values and their positions along an axis; stable; NaN last.
std::pair<Tensor, Tensor> sort(const Tensor& input, std::int64_t axis, bool descending);
std::pair<Tensor, Tensor> topk(const Tensor& input, std::int64_t count, std::int64_t axis, bool largest);
/// Sorted distinct values and how often each occurs.
std::pair<Tensor, Tensor> unique(const Tensor& input);
/// Insertion points of `values` in a sorted vector.
Tensor searchsorted(const Tensor& sorted, const Tensor& values, bool right);

}  // namespace tinytensor
