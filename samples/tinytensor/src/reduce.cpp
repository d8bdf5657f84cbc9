#include "tinytensor/reduce.h"

#include <cmath>

#include "tinytensor/manipulate.h"

namespace tinytensor {
namespace {

/// A tensor seen as (outer, extent, inner) around one axis.
struct Lanes {
  Tensor values;
  std::int64_t outer = 1;
  std::int64_t extent = 1;
  std::int64_t inner = 1;

  Lanes(const Tensor& input, std::int64_t axis) : values(input.dense()) {
    for (std::int64_t i = 0; i < input.axes(); ++i) {
      const std::int64_t n = input.shape()[static_cast<std::size_t>(i)];
      if (i < axis) {
        outer *= n;
      } else if (i == axis) {
        extent = n;
      } else {
        inner *= n;
      }
    }
  }
};

template <typename T>
T reduce_lane(ReduceOp op, const T* data, std::int64_t count, std::int64_t step) {
  if (count == 0 && (op == ReduceOp::Minimum || op == ReduceOp::Maximum)) {
    throw ShapeError("minimum or maximum of no elements");
  }
  double sum = 0;
  double product = 1;
  T extreme = count > 0 ? data[0] : T{0};
  for (std::int64_t i = 0; i < count; ++i) {
    const T value = data[i * step];
    switch (op) {
      case ReduceOp::Product:
        product *= static_cast<double>(value);
        break;
      case ReduceOp::Minimum:
        extreme = value < extreme || value != value ? value : extreme;
        break;
      case ReduceOp::Maximum:
        extreme = value > extreme || value != value ? value : extreme;
        break;
      default:
        sum += static_cast<double>(value);
        break;
    }
  }
  switch (op) {
    case ReduceOp::Product:
      return static_cast<T>(product);
    case ReduceOp::Minimum:
    case ReduceOp::Maximum:
      return extreme;
    case ReduceOp::Mean:
      return static_cast<T>(sum / static_cast<double>(count));
    case ReduceOp::Variance: {
      const double mean = sum / static_cast<double>(count);
      double squares = 0;
      for (std::int64_t i = 0; i < count; ++i) {
        const double distance = static_cast<double>(data[i * step]) - mean;
        squares += distance * distance;
      }
      return static_cast<T>(squares / static_cast<double>(count));
    }
    default:
      return static_cast<T>(sum);
  }
}

bool test_lane(ReduceOp op, const bool* data, std::int64_t count, std::int64_t step) {
  for (std::int64_t i = 0; i < count; ++i) {
    if (op == ReduceOp::Any && data[i * step]) {
      return true;
    }
    if (op == ReduceOp::All && !data[i * step]) {
      return false;
    }
  }
  return op == ReduceOp::All;
}

Shape without_axis(const Shape& shape, std::int64_t axis, bool keep) {
  Shape result = shape;
  if (keep) {
    result[static_cast<std::size_t>(axis)] = 1;
  } else {
    result.erase(result.begin() + axis);
  }
  return result;
}

DType result_type(ReduceOp op, DType dtype) {
  switch (op) {
    case ReduceOp::Any:
    case ReduceOp::All:
      return DType::Bool;
    case ReduceOp::Mean:
    case ReduceOp::Variance:
      return to_floating(dtype);
    default:
      return dtype == DType::Bool ? DType::Int64 : dtype;
  }
}

}  // namespace

Tensor reduce(ReduceOp op, const Tensor& input, std::optional<std::int64_t> axis, bool keep_axes) {
  if (!axis.has_value()) {
    const Tensor total = reduce(op, reshape(input, {input.size()}), 0, false);
    return keep_axes ? reshape(total, Shape(input.shape().size(), 1)) : total;
  }
  const std::int64_t which = normalize_axis(*axis, input.axes());
  const Lanes lanes(input.cast(result_type(op, input.dtype())), which);
  Tensor result = Tensor::empty(without_axis(input.shape(), which, keep_axes), lanes.values.dtype());
  dispatch(lanes.values.dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    for (std::int64_t outer = 0; outer < lanes.outer; ++outer) {
      for (std::int64_t inner = 0; inner < lanes.inner; ++inner) {
        const T* lane = lanes.values.data<T>() + outer * lanes.extent * lanes.inner + inner;
        T& output = result.data<T>()[outer * lanes.inner + inner];
        if constexpr (std::is_same_v<T, bool>) {
          output = test_lane(op, lane, lanes.extent, lanes.inner);
        } else {
          output = reduce_lane<T>(op, lane, lanes.extent, lanes.inner);
        }
      }
    }
  });
  return result;
}

Tensor arg_extreme(const Tensor& input, std::optional<std::int64_t> axis, bool largest) {
  if (!axis.has_value()) {
    return arg_extreme(reshape(input, {input.size()}), 0, largest);
  }
  const std::int64_t which = normalize_axis(*axis, input.axes());
  const Lanes lanes(input.cast(DType::Float64), which);
  if (lanes.extent == 0) {
    throw ShapeError("index of the extreme of no elements");
  }
  Tensor result = Tensor::empty(without_axis(input.shape(), which, false), DType::Int64);
  for (std::int64_t outer = 0; outer < lanes.outer; ++outer) {
    for (std::int64_t inner = 0; inner < lanes.inner; ++inner) {
      const double* lane = lanes.values.data<double>() + outer * lanes.extent * lanes.inner + inner;
      std::int64_t best = 0;
      for (std::int64_t i = 0; i < lanes.extent; ++i) {
        const double value = lane[i * lanes.inner];
        if (std::isnan(value)) {
          best = i;
          break;
        }
        if (largest ? value > lane[best * lanes.inner] : value < lane[best * lanes.inner]) {
          best = i;
        }
      }
      result.data<std::int64_t>()[outer * lanes.inner + inner] = best;
    }
  }
  return result;
}

Tensor cumulative(const Tensor& input, std::int64_t axis, bool product, bool reverse) {
  const std::int64_t which = normalize_axis(axis, input.axes());
  const Lanes lanes(input, which);
  Tensor result = Tensor::empty(input.shape(), input.dtype());
  dispatch_numeric(input.dtype(), "cumulative", [&](auto tag) {
    using T = typename decltype(tag)::type;
    for (std::int64_t outer = 0; outer < lanes.outer; ++outer) {
      for (std::int64_t inner = 0; inner < lanes.inner; ++inner) {
        const std::int64_t base = outer * lanes.extent * lanes.inner + inner;
        T running = product ? T{1} : T{0};
        for (std::int64_t i = 0; i < lanes.extent; ++i) {
          const std::int64_t at = base + (reverse ? lanes.extent - 1 - i : i) * lanes.inner;
          const T value = lanes.values.data<T>()[at];
          running = product ? running * value : running + value;
          result.data<T>()[at] = running;
        }
      }
    }
  });
  return result;
}

}  // namespace tinytensor
