#pragma once

#include <vector>

#include "tinytensor/tensor.h"

namespace tinytensor {

/// One extent may be -1.
Tensor reshape(const Tensor& input, Shape shape);
/// An empty order reverses the axes.
Tensor transpose(const Tensor& input, Shape order);
Tensor squeeze(const Tensor& input, std::int64_t axis);
Tensor broadcast_to(const Tensor& input, const Shape& shape);
Tensor concat(const std::vector<Tensor>& inputs, std::int64_t axis);
Tensor stack(const std::vector<Tensor>& inputs, std::int64_t axis);
Tensor tile(const Tensor& input, const Shape& repeats);
Tensor flip(const Tensor& input, const Shape& axes);
Tensor roll(const Tensor& input, std::int64_t shift, std::int64_t axis);

enum class PadMode { Constant, Edge, Reflect };

/// `widths` holds (before, after) for each axis.
Tensor pad(const Tensor& input, const Shape& widths, PadMode mode, double value);

}  // namespace tinytensor
