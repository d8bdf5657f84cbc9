#include "tinytensor/index.h"

#include <algorithm>

#include "tinytensor/elementwise.h"
#include "tinytensor/walker.h"

namespace tinytensor {
namespace {

/// Resolves a slice against an extent as Python does; returns its first index and its length.
std::pair<std::int64_t, std::int64_t> resolve(const Subscript& slice, std::int64_t extent) {
  if (slice.step == 0) {
    throw ArgumentError("the step of a slice must not be 0");
  }
  const bool forward = slice.step > 0;
  const auto bound = [&](std::int64_t index) {
    if (index < 0) {
      index += extent;
    }
    return std::clamp<std::int64_t>(index, forward ? 0 : -1, forward ? extent : extent - 1);
  };
  const std::int64_t start = slice.start ? bound(*slice.start) : forward ? 0 : extent - 1;
  const std::int64_t stop = slice.stop ? bound(*slice.stop) : forward ? extent : -1;
  const std::int64_t distance = forward ? stop - start : start - stop;
  const std::int64_t step = forward ? slice.step : -slice.step;
  return {start, distance <= 0 ? 0 : (distance - 1) / step + 1};
}

std::int64_t checked(std::int64_t index, std::int64_t extent, IndexMode mode) {
  switch (mode) {
    case IndexMode::Raw:
      return index;
    case IndexMode::Clip:
      return std::clamp<std::int64_t>(index, 0, extent - 1);
    case IndexMode::Wrap:
      return ((index % extent) + extent) % extent;
    case IndexMode::Raise:
      break;
  }
  if (index < -extent || index >= extent) {
    throw RangeError("index " + std::to_string(index) + " of " + std::to_string(extent));
  }
  return index < 0 ? index + extent : index;
}

Tensor as_indices(const Tensor& indices, const char* operation) {
  if (indices.dtype() != DType::Int64) {
    throw DTypeError(std::string(operation) + ": indices must be int64, not " + name_of(indices.dtype()));
  }
  return indices.dense();
}

}  // namespace

Tensor subscript(const Tensor& input, const std::vector<Subscript>& subscripts) {
  std::int64_t consumed = 0;
  std::int64_t ellipses = 0;
  for (const Subscript& item : subscripts) {
    consumed += item.kind == Subscript::Kind::Integer || item.kind == Subscript::Kind::Slice ? 1 : 0;
    ellipses += item.kind == Subscript::Kind::Ellipsis ? 1 : 0;
  }
  if (consumed > input.axes() || ellipses > 1) {
    throw RangeError("too many subscripts for a tensor of shape " + to_string(input.shape()));
  }
  Shape shape;
  Shape strides;
  std::int64_t offset = 0;
  std::size_t axis = 0;
  const auto keep = [&](std::size_t count) {
    for (; count > 0; --count, ++axis) {
      shape.push_back(input.shape()[axis]);
      strides.push_back(input.strides()[axis]);
    }
  };
  for (const Subscript& item : subscripts) {
    switch (item.kind) {
      case Subscript::Kind::NewAxis:
        shape.push_back(1);
        strides.push_back(0);
        break;
      case Subscript::Kind::Ellipsis:
        keep(static_cast<std::size_t>(input.axes() - consumed));
        break;
      case Subscript::Kind::Integer:
        offset += checked(item.index, input.shape()[axis], IndexMode::Raise) * input.strides()[axis];
        ++axis;
        break;
      case Subscript::Kind::Slice: {
        const auto [start, length] = resolve(item, input.shape()[axis]);
        offset += length == 0 ? 0 : start * input.strides()[axis];
        shape.push_back(length);
        strides.push_back(input.strides()[axis] * item.step);
        ++axis;
        break;
      }
    }
  }
  keep(input.shape().size() - axis);
  return input.view(shape, strides, offset);
}

void assign(const Tensor& target, const Tensor& values) {
  // Through a copy: the values may be a view of the target.
  const Tensor source = values.cast(target.dtype());
  const Shape strides = broadcast_strides(source.shape(), source.strides(), target.shape());
  dispatch(target.dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    for (Walker<2> walker(target.shape(), {target.strides(), strides}); !walker.done(); walker.next()) {
      target.data<T>()[walker[0]] = source.data<T>()[walker[1]];
    }
  });
}

IndexMode parse_index_mode(const std::string& name) {
  if (name == "raise") {
    return IndexMode::Raise;
  }
  if (name == "wrap") {
    return IndexMode::Wrap;
  }
  if (name == "clip") {
    return IndexMode::Clip;
  }
  if (name == "raw") {
    return IndexMode::Raw;
  }
  throw ArgumentError("unknown index mode '" + name + "'");
}

Tensor take(const Tensor& input, const Tensor& indices, std::int64_t axis, IndexMode mode) {
  const Tensor positions = as_indices(indices, "take");
  const auto which = static_cast<std::size_t>(normalize_axis(axis, input.axes()));
  const std::int64_t extent = input.shape()[which];
  if (extent == 0 && positions.size() > 0) {
    throw RangeError("take: from an axis without elements");
  }
  const Tensor source = input.dense();
  Shape shape(input.shape().begin(), input.shape().begin() + static_cast<std::ptrdiff_t>(which));
  shape.insert(shape.end(), positions.shape().begin(), positions.shape().end());
  shape.insert(shape.end(), input.shape().begin() + static_cast<std::ptrdiff_t>(which) + 1, input.shape().end());
  Tensor result = Tensor::empty(shape, input.dtype());
  const std::int64_t inner = dense_strides(source.shape())[which];
  const std::int64_t outer = extent == 0 ? 0 : source.size() / std::max<std::int64_t>(extent * inner, 1);
  dispatch(input.dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    T* output = result.data<T>();
    for (std::int64_t i = 0; i < outer; ++i) {
      for (std::int64_t j = 0; j < positions.size(); ++j) {
        const std::int64_t row = checked(positions.data<std::int64_t>()[j], extent, mode);
        for (std::int64_t k = 0; k < inner; ++k) {
          *output++ = source.data<T>()[(i * extent + row) * inner + k];
        }
      }
    }
  });
  return result;
}

Tensor gather(const Tensor& input, const Tensor& indices, std::int64_t axis) {
  const Tensor positions = as_indices(indices, "gather");
  if (positions.axes() != input.axes()) {
    throw ShapeError("gather: input and indices must have the same number of axes");
  }
  const auto which = static_cast<std::size_t>(normalize_axis(axis, input.axes()));
  for (std::size_t i = 0; i < input.shape().size(); ++i) {
    if (i != which && positions.shape()[i] > input.shape()[i]) {
      throw ShapeError("gather: indices " + to_string(positions.shape()) + " exceed " + to_string(input.shape()));
    }
  }
  Shape rows = input.strides();
  rows[which] = 0;
  Tensor result = Tensor::empty(positions.shape(), input.dtype());
  dispatch(input.dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    Walker<2> walker(positions.shape(), {positions.strides(), rows});
    for (std::int64_t i = 0; !walker.done(); walker.next()) {
      const std::int64_t index = positions.data<std::int64_t>()[walker[0]];
      const std::int64_t row = checked(index, input.shape()[which], IndexMode::Raise);
      result.data<T>()[i++] = input.data<T>()[walker[1] + row * input.strides()[which]];
    }
  });
  return result;
}

Tensor scatter_add(const Tensor& input, const Tensor& indices, const Tensor& updates) {
  const Tensor positions = as_indices(indices, "scatter_add");
  if (input.axes() == 0 || positions.axes() != 1) {
    throw ShapeError("scatter_add: needs an axis to scatter into and a vector of indices");
  }
  Shape expected = input.shape();
  expected[0] = positions.size();
  if (updates.shape() != expected) {
    throw ShapeError("scatter_add: updates have shape " + to_string(updates.shape()) + ", not " + to_string(expected));
  }
  Tensor result = input.cast(input.dtype());
  for (std::int64_t i = 0; i < positions.size(); ++i) {
    const std::int64_t row = checked(positions.data<std::int64_t>()[i], input.shape()[0], IndexMode::Raise);
    Subscript target;
    target.index = row;
    Subscript source;
    source.index = i;
    const Tensor slot = subscript(result, {target});
    assign(slot, binary(BinaryOp::Add, slot, subscript(updates, {source})));
  }
  return result;
}

Tensor nonzero(const Tensor& input) {
  std::vector<std::int64_t> found;
  for (std::int64_t i = 0; i < input.size(); ++i) {
    if (input.at(i) != 0) {
      found.push_back(i);
    }
  }
  Tensor result = Tensor::empty({static_cast<std::int64_t>(found.size()), input.axes()}, DType::Int64);
  std::int64_t* output = result.data<std::int64_t>();
  for (std::size_t i = 0; i < found.size(); ++i) {
    std::int64_t rest = found[i];
    for (std::int64_t axis = input.axes(); axis-- > 0;) {
      const std::int64_t extent = input.shape()[static_cast<std::size_t>(axis)];
      output[static_cast<std::int64_t>(i) * input.axes() + axis] = rest % extent;
      rest /= extent;
    }
  }
  return result;
}

}  // namespace tinytensor
