#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tinytensor/tensor.h"

namespace tinytensor {

/// One subscript: an integer, a slice, an ellipsis or a new axis.
struct Subscript {
  enum class Kind { Integer, Slice, Ellipsis, NewAxis };
  Kind kind = Kind::Integer;
  std::int64_t index = 0;
  std::optional<std::int64_t> start;
  std::optional<std::int64_t> stop;
  std::int64_t step = 1;
};

/// A view, never a copy.
Tensor subscript(const Tensor& input, const std::vector<Subscript>& subscripts);
void assign(const Tensor& target, const Tensor& values);

enum class IndexMode { Raise, Wrap, Clip, Raw };

IndexMode parse_index_mode(const std::string& name);

/// Rows of `input` along an axis. IndexMode::Raw does not check anything: far indices read foreign memory or crash.
Tensor take(const Tensor& input, const Tensor& indices, std::int64_t axis, IndexMode mode);

/// output[i][j] = input[index[i][j]][j] for axis 0, and so on.
Tensor gather(const Tensor& input, const Tensor& indices, std::int64_t axis);

/// A copy of `input` with updates added at the given rows of axis 0.
Tensor scatter_add(const Tensor& input, const Tensor& indices, const Tensor& updates);

/// Positions of the true elements, one row each.
Tensor nonzero(const Tensor& input);

}  // namespace tinytensor
