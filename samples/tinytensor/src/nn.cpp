#include "tinytensor/nn.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "tinytensor/elementwise.h"
#include "tinytensor/index.h"
#include "tinytensor/reduce.h"

namespace tinytensor {
namespace {

void require(bool condition, const std::string& message) {
  if (!condition) {
    throw ShapeError(message);
  }
}

std::int64_t window_count(std::int64_t width, std::int64_t window, std::int64_t stride, const char* operation) {
  if (stride <= 0 || window <= 0) {
    throw ArgumentError(std::string(operation) + ": window and stride must be positive");
  }
  require(width >= window, std::string(operation) + ": the window is wider than the input");
  return (width - window) / stride + 1;
}

}  // namespace

Tensor softmax(const Tensor& input, std::int64_t axis, bool logarithm) {
  const Tensor values = input.cast(to_floating(input.dtype()));
  if (values.size() == 0) {
    return values;
  }
  const Tensor shifted = binary(BinaryOp::Subtract, values, reduce(ReduceOp::Maximum, values, axis, true));
  const Tensor exponentials = unary(UnaryOp::Exp, shifted);
  const Tensor sums = reduce(ReduceOp::Sum, exponentials, axis, true);
  return logarithm ? binary(BinaryOp::Subtract, shifted, unary(UnaryOp::Log, sums))
                   : binary(BinaryOp::Divide, exponentials, sums);
}

Tensor conv1d(const Tensor& input, const Tensor& weight, const Tensor* bias, std::int64_t stride, std::int64_t padding,
              std::int64_t dilation, std::int64_t groups) {
  require(input.axes() == 3, "conv1d: the input must be (batch, channels, width), got " + to_string(input.shape()));
  require(weight.axes() == 3, "conv1d: the weight must be (filters, channels, taps), got " + to_string(weight.shape()));
  if (padding < 0 || dilation <= 0 || groups <= 0) {
    throw ArgumentError("conv1d: padding, dilation or groups out of range");
  }
  const std::int64_t batch = input.shape()[0];
  const std::int64_t channels = input.shape()[1];
  const std::int64_t width = input.shape()[2];
  const std::int64_t filters = weight.shape()[0];
  const std::int64_t depth = weight.shape()[1];
  const std::int64_t taps = weight.shape()[2];
  require(channels == depth * groups, "conv1d: " + std::to_string(channels) + " channels, the weight is for " +
                                          std::to_string(depth * groups));
  require(filters % groups == 0, "conv1d: filters do not divide into groups");
  if (bias != nullptr) {
    require(bias->axes() == 1 && bias->size() == filters, "conv1d: the bias must have one element per filter");
  }
  const std::int64_t steps = window_count(width + 2 * padding, (taps - 1) * dilation + 1, stride, "conv1d");
  const DType dtype = to_floating(promote(input.dtype(), weight.dtype()));
  const Tensor x = input.cast(dtype);
  const Tensor w = weight.cast(dtype);
  Tensor result = Tensor::empty({batch, filters, steps}, dtype);
  dispatch_floating(dtype, "conv1d", [&](auto tag) {
    using T = typename decltype(tag)::type;
    T* output = result.data<T>();
    for (std::int64_t n = 0; n < batch; ++n) {
      for (std::int64_t f = 0; f < filters; ++f) {
        const std::int64_t first = f / (filters / groups) * depth;
        for (std::int64_t s = 0; s < steps; ++s) {
          T sum = bias != nullptr ? static_cast<T>(bias->at(f)) : T{0};
          for (std::int64_t c = 0; c < depth; ++c) {
            for (std::int64_t t = 0; t < taps; ++t) {
              const std::int64_t at = s * stride + t * dilation - padding;
              if (at < 0 || at >= width) {
                continue;
              }
              sum += x.data<T>()[(n * channels + first + c) * width + at] * w.data<T>()[(f * depth + c) * taps + t];
            }
          }
          *output++ = sum;
        }
      }
    }
  });
  return result;
}

Tensor pool1d(const Tensor& input, std::int64_t window, std::int64_t stride, bool average) {
  require(input.axes() >= 1, "pool1d: needs at least one axis");
  const std::int64_t width = input.shape().back();
  const std::int64_t steps = window_count(width, window, stride, "pool1d");
  Shape shape = input.shape();
  shape.back() = steps;
  const Tensor values = input.cast(to_floating(input.dtype()));
  Tensor result = Tensor::empty(shape, values.dtype());
  dispatch_floating(values.dtype(), "pool1d", [&](auto tag) {
    using T = typename decltype(tag)::type;
    for (std::int64_t i = 0; i < result.size(); ++i) {
      const T* from = values.data<T>() + i / steps * width + i % steps * stride;
      T sum = T{0};
      T largest = -std::numeric_limits<T>::infinity();
      for (std::int64_t k = 0; k < window; ++k) {
        sum += from[k];
        largest = std::max(largest, from[k]);
      }
      result.data<T>()[i] = average ? sum / static_cast<T>(window) : largest;
    }
  });
  return result;
}

Tensor layer_norm(const Tensor& input, const Tensor* gain, double epsilon) {
  if (!(epsilon >= 0)) {
    throw ArgumentError("layer_norm: negative epsilon");
  }
  require(input.axes() >= 1, "layer_norm: needs at least one axis");
  if (gain != nullptr) {
    require(gain->axes() == 1 && gain->size() == input.shape().back(), "layer_norm: the gain does not fit the last axis");
  }
  const Tensor mean = reduce(ReduceOp::Mean, input, -1, true);
  const Tensor variance = reduce(ReduceOp::Variance, input, -1, true);
  const Tensor deviation = unary(UnaryOp::Sqrt, binary(BinaryOp::Add, variance, Tensor::full({}, epsilon, variance.dtype())));
  const Tensor normal = binary(BinaryOp::Divide, binary(BinaryOp::Subtract, input, mean), deviation);
  return gain == nullptr ? normal : binary(BinaryOp::Multiply, normal, *gain);
}

Tensor embedding(const Tensor& table, const Tensor& indices, std::int64_t padding_index) {
  require(table.axes() == 2, "embedding: the table must be a matrix");
  const Tensor rows = take(table, indices, 0, IndexMode::Raise);
  if (padding_index < 0) {
    return rows;
  }
  const Tensor keep = binary(BinaryOp::NotEqual, indices, Tensor::full({}, static_cast<double>(padding_index), DType::Int64));
  Shape shape = indices.shape();
  shape.push_back(1);
  return where(keep.dense().view(shape, dense_strides(shape), 0), rows, Tensor::full({}, 0, table.dtype()));
}

Tensor cross_entropy(const Tensor& logits, const Tensor& labels, double smoothing) {
  require(logits.axes() == 2 && labels.axes() == 1, "cross_entropy: needs logits (batch, classes) and labels (batch)");
  require(logits.shape()[0] == labels.shape()[0], "cross_entropy: as many labels as rows are needed");
  if (labels.dtype() != DType::Int64) {
    throw DTypeError("cross_entropy: labels must be int64");
  }
  if (smoothing < 0 || smoothing >= 1) {
    throw ArgumentError("cross_entropy: smoothing must be in [0, 1)");
  }
  const std::int64_t classes = logits.shape()[1];
  const Tensor logarithms = softmax(logits, 1, true);
  double total = 0;
  for (std::int64_t row = 0; row < labels.size(); ++row) {
    const auto label = static_cast<std::int64_t>(labels.at(row));
    if (label < 0 || label >= classes) {
      throw RangeError("cross_entropy: label " + std::to_string(label) + " of " + std::to_string(classes) + " classes");
    }
    total -= (1 - smoothing) * logarithms.at(row * classes + label);
    if (smoothing > 0) {
      for (std::int64_t c = 0; c < classes; ++c) {
        total -= smoothing / static_cast<double>(classes) * logarithms.at(row * classes + c);
      }
    }
  }
  return Tensor::full({}, total / static_cast<double>(labels.size()), DType::Float64);
}

}  // namespace tinytensor
