#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tinytensor {

using Shape = std::vector<std::int64_t>;

/// At most this many axes.
constexpr std::int64_t kMaxAxes = 16;

/// Product of the extents; throws ShapeError for a negative extent, too many axes or more than 2^62 elements.
std::int64_t element_count(const Shape& shape);

/// Strides, in elements, of a dense row-major tensor.
Shape dense_strides(const Shape& shape);

/// "(2, 3)".
std::string to_string(const Shape& shape);

/// Maps -axes..axes-1 to 0..axes-1; throws RangeError.
std::int64_t normalize_axis(std::int64_t axis, std::int64_t axes);

/// The shape that both broadcast to (aligned at the last axis); throws ShapeError.
Shape broadcast_shapes(const Shape& left, const Shape& right);

/// Strides for walking over `target` a tensor of this shape: 0 along the axes that are repeated.
Shape broadcast_strides(const Shape& shape, const Shape& strides, const Shape& target);

}  // namespace tinytensor
