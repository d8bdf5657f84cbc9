#include "tinytensor/shape.h"

#include <algorithm>

#include "tinytensor/error.h"

namespace tinytensor {

std::int64_t element_count(const Shape& shape) {
  constexpr std::int64_t limit = std::int64_t{1} << 62;
  if (static_cast<std::int64_t>(shape.size()) > kMaxAxes) {
    throw ShapeError("a tensor has at most 16 axes, not " + std::to_string(shape.size()));
  }
  std::int64_t count = 1;
  bool empty = false;
  for (const std::int64_t extent : shape) {
    if (extent < 0) {
      throw ShapeError("negative extent in " + to_string(shape));
    }
    if (extent == 0) {
      empty = true;
    } else if (count > limit / extent) {
      throw ShapeError("too many elements in " + to_string(shape));
    } else {
      count *= extent;
    }
  }
  return empty ? 0 : count;
}

Shape dense_strides(const Shape& shape) {
  Shape strides(shape.size(), 1);
  for (std::size_t axis = shape.size(); axis-- > 1;) {
    strides[axis - 1] = strides[axis] * std::max<std::int64_t>(shape[axis], 1);
  }
  return strides;
}

std::string to_string(const Shape& shape) {
  std::string text = "(";
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    if (axis > 0) {
      text += ", ";
    }
    text += std::to_string(shape[axis]);
  }
  if (shape.size() == 1) {
    text += ",";
  }
  return text + ")";
}

std::int64_t normalize_axis(std::int64_t axis, std::int64_t axes) {
  if (axis < -axes || axis >= axes) {
    throw RangeError("axis " + std::to_string(axis) + " of a tensor with " + std::to_string(axes) + " axes");
  }
  return axis < 0 ? axis + axes : axis;
}

Shape broadcast_shapes(const Shape& left, const Shape& right) {
  const std::size_t axes = std::max(left.size(), right.size());
  Shape result(axes, 1);
  for (std::size_t back = 1; back <= axes; ++back) {
    const std::int64_t a = back <= left.size() ? left[left.size() - back] : 1;
    const std::int64_t b = back <= right.size() ? right[right.size() - back] : 1;
    if (a != b && a != 1 && b != 1) {
      throw ShapeError("shapes " + to_string(left) + " and " + to_string(right) + " do not broadcast");
    }
    result[axes - back] = a == 1 ? b : a;
  }
  return result;
}

Shape broadcast_strides(const Shape& shape, const Shape& strides, const Shape& target) {
  if (shape.size() > target.size()) {
    throw ShapeError("shape " + to_string(shape) + " does not broadcast to " + to_string(target));
  }
  Shape result(target.size(), 0);
  const std::size_t lead = target.size() - shape.size();
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    if (shape[axis] == target[lead + axis]) {
      result[lead + axis] = strides[axis];
    } else if (shape[axis] != 1) {
      throw ShapeError("shape " + to_string(shape) + " does not broadcast to " + to_string(target));
    }
  }
  return result;
}

}  // namespace tinytensor
