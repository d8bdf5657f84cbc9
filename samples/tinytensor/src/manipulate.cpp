#include "tinytensor/manipulate.h"

#include <algorithm>

#include "tinytensor/index.h"
#include "tinytensor/walker.h"

namespace tinytensor {
namespace {

/// Position `index` of a padded axis in the axis itself, or -1 for the constant.
std::int64_t padded_source(std::int64_t index, std::int64_t extent, PadMode mode) {
  if (index >= 0 && index < extent) {
    return index;
  }
  switch (mode) {
    case PadMode::Edge:
      return index < 0 ? 0 : extent - 1;
    case PadMode::Reflect:
      return index < 0 ? -index : 2 * (extent - 1) - index;
    case PadMode::Constant:
      break;
  }
  return -1;
}

Subscript range(std::int64_t start, std::int64_t stop) {
  Subscript result;
  result.kind = Subscript::Kind::Slice;
  result.start = start;
  result.stop = stop;
  return result;
}

/// Subscripts that select start..stop on one axis and everything on those before it.
std::vector<Subscript> on_axis(std::int64_t axis, std::int64_t start, std::int64_t stop) {
  Subscript all;
  all.kind = Subscript::Kind::Slice;
  std::vector<Subscript> result(static_cast<std::size_t>(axis), all);
  result.push_back(range(start, stop));
  return result;
}

}  // namespace

Tensor reshape(const Tensor& input, Shape shape) {
  std::int64_t known = 1;
  std::ptrdiff_t unknown = -1;
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    if (shape[axis] == -1) {
      if (unknown >= 0) {
        throw ShapeError("reshape: more than one extent is -1");
      }
      unknown = static_cast<std::ptrdiff_t>(axis);
    } else {
      known *= shape[axis];
    }
  }
  if (unknown >= 0) {
    if (known == 0 || input.size() % known != 0) {
      throw ShapeError("reshape: cannot deduce an extent of " + to_string(shape) + " from " + std::to_string(input.size()));
    }
    shape[static_cast<std::size_t>(unknown)] = input.size() / known;
  }
  if (element_count(shape) != input.size()) {
    throw ShapeError("reshape: " + to_string(input.shape()) + " has other elements than " + to_string(shape));
  }
  return input.dense().view(shape, dense_strides(shape), 0);
}

Tensor transpose(const Tensor& input, Shape order) {
  if (order.empty()) {
    for (std::int64_t axis = input.axes(); axis-- > 0;) {
      order.push_back(axis);
    }
  }
  if (order.size() != input.shape().size()) {
    throw ShapeError("transpose: " + std::to_string(order.size()) + " axes given, not " + std::to_string(input.axes()));
  }
  Shape shape;
  Shape strides;
  std::vector<bool> seen(order.size(), false);
  for (const std::int64_t given : order) {
    const auto axis = static_cast<std::size_t>(normalize_axis(given, input.axes()));
    if (seen[axis]) {
      throw ArgumentError("transpose: axis " + std::to_string(given) + " is repeated");
    }
    seen[axis] = true;
    shape.push_back(input.shape()[axis]);
    strides.push_back(input.strides()[axis]);
  }
  return input.view(shape, strides, 0);
}

Tensor squeeze(const Tensor& input, std::int64_t axis) {
  const std::int64_t which = normalize_axis(axis, input.axes());
  if (input.shape()[static_cast<std::size_t>(which)] != 1) {
    throw ShapeError("squeeze: the extent is not 1 in " + to_string(input.shape()));
  }
  Shape shape = input.shape();
  Shape strides = input.strides();
  shape.erase(shape.begin() + which);
  strides.erase(strides.begin() + which);
  return input.view(shape, strides, 0);
}

Tensor broadcast_to(const Tensor& input, const Shape& shape) {
  element_count(shape);
  return input.view(shape, broadcast_strides(input.shape(), input.strides(), shape), 0);
}

Tensor concat(const std::vector<Tensor>& inputs, std::int64_t axis) {
  if (inputs.empty()) {
    throw ArgumentError("concat: no tensors");
  }
  const std::int64_t which = normalize_axis(axis, inputs[0].axes());
  Shape shape = inputs[0].shape();
  DType dtype = inputs[0].dtype();
  for (std::size_t i = 1; i < inputs.size(); ++i) {
    const Shape& other = inputs[i].shape();
    if (other.size() != shape.size()) {
      throw ShapeError("concat: tensors with different numbers of axes");
    }
    for (std::size_t j = 0; j < shape.size(); ++j) {
      if (static_cast<std::int64_t>(j) == which) {
        shape[j] += other[j];
      } else if (shape[j] != other[j]) {
        throw ShapeError("concat: " + to_string(inputs[0].shape()) + " and " + to_string(other) + " differ on another axis");
      }
    }
    dtype = promote(dtype, inputs[i].dtype());
  }
  const Tensor result = Tensor::empty(shape, dtype);
  std::int64_t start = 0;
  for (const Tensor& input : inputs) {
    const std::int64_t stop = start + input.shape()[static_cast<std::size_t>(which)];
    assign(subscript(result, on_axis(which, start, stop)), input);
    start = stop;
  }
  return result;
}

Tensor stack(const std::vector<Tensor>& inputs, std::int64_t axis) {
  if (inputs.empty()) {
    throw ArgumentError("stack: no tensors");
  }
  const std::int64_t which = normalize_axis(axis, inputs[0].axes() + 1);
  std::vector<Tensor> expanded;
  for (const Tensor& input : inputs) {
    if (input.shape() != inputs[0].shape()) {
      throw ShapeError("stack: " + to_string(inputs[0].shape()) + " and " + to_string(input.shape()) + " differ");
    }
    Shape shape = input.shape();
    shape.insert(shape.begin() + which, 1);
    expanded.push_back(reshape(input, shape));
  }
  return concat(expanded, which);
}

Tensor tile(const Tensor& input, const Shape& repeats) {
  Shape shape = input.shape();
  if (repeats.size() > shape.size()) {
    shape.insert(shape.begin(), repeats.size() - shape.size(), 1);
  }
  Tensor result = reshape(input, shape);
  for (std::size_t i = 0; i < repeats.size(); ++i) {
    const std::size_t axis = shape.size() - repeats.size() + i;
    if (repeats[i] < 0) {
      throw ArgumentError("tile: negative number of repeats");
    }
    if (repeats[i] == 0) {
      shape[axis] = 0;
      return Tensor::empty(shape, input.dtype());
    }
    if (repeats[i] > 1) {
      result = concat(std::vector<Tensor>(static_cast<std::size_t>(repeats[i]), result), static_cast<std::int64_t>(axis));
    }
  }
  return result;
}

Tensor flip(const Tensor& input, const Shape& axes) {
  Shape strides = input.strides();
  std::int64_t offset = 0;
  std::vector<bool> seen(strides.size(), false);
  for (const std::int64_t given : axes) {
    const auto axis = static_cast<std::size_t>(normalize_axis(given, input.axes()));
    if (seen[axis]) {
      throw ArgumentError("flip: axis " + std::to_string(given) + " is repeated");
    }
    seen[axis] = true;
    if (input.shape()[axis] > 0) {
      offset += (input.shape()[axis] - 1) * strides[axis];
    }
    strides[axis] = -strides[axis];
  }
  return input.view(input.shape(), strides, input.size() == 0 ? 0 : offset).dense();
}

Tensor roll(const Tensor& input, std::int64_t shift, std::int64_t axis) {
  const std::int64_t which = normalize_axis(axis, input.axes());
  const std::int64_t extent = input.shape()[static_cast<std::size_t>(which)];
  if (extent == 0) {
    return input;
  }
  const std::int64_t cut = ((-shift % extent) + extent) % extent;
  if (cut == 0) {
    return input.dense();
  }
  return concat({subscript(input, on_axis(which, cut, extent)), subscript(input, on_axis(which, 0, cut))}, which);
}

Tensor pad(const Tensor& input, const Shape& widths, PadMode mode, double value) {
  if (widths.size() != 2 * input.shape().size()) {
    throw ShapeError("pad: needs two widths for each of " + std::to_string(input.axes()) + " axes");
  }
  Shape shape = input.shape();
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    const std::int64_t before = widths[2 * axis];
    const std::int64_t after = widths[2 * axis + 1];
    if (before < 0 || after < 0) {
      throw ArgumentError("pad: negative width");
    }
    if (mode == PadMode::Reflect && (before >= shape[axis] || after >= shape[axis])) {
      throw ShapeError("pad: a reflection must be shorter than its axis");
    }
    if (mode == PadMode::Edge && shape[axis] == 0 && before + after > 0) {
      throw ShapeError("pad: no edge to repeat");
    }
    shape[axis] += before + after;
  }
  Tensor result = Tensor::full(shape, value, input.dtype());
  dispatch(input.dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    for (std::int64_t i = 0; i < result.size(); ++i) {
      std::int64_t rest = i;
      std::int64_t source = 0;
      bool constant = false;
      for (std::size_t axis = shape.size(); axis-- > 0 && !constant;) {
        const std::int64_t index = rest % shape[axis] - widths[2 * axis];
        rest /= shape[axis];
        const std::int64_t from = padded_source(index, input.shape()[axis], mode);
        constant = from < 0;
        source += from * input.strides()[axis];
      }
      if (!constant) {
        result.data<T>()[i] = input.data<T>()[source];
      }
    }
  });
  return result;
}

}  // namespace tinytensor
