#include "tinytensor/sort.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "tinytensor/index.h"
#include "tinytensor/manipulate.h"

namespace tinytensor {
namespace {

/// Strict weak ordering with NaN after everything else, in both directions.
template <typename T>
bool comes_first(T a, T b, bool descending) {
  if constexpr (std::is_floating_point_v<T>) {
    if (std::isnan(a) || std::isnan(b)) {
      return !std::isnan(a) && std::isnan(b);
    }
  }
  return descending ? a > b : a < b;
}

Tensor axis_to_end(const Tensor& input, std::int64_t axis) {
  Shape order;
  for (std::int64_t i = 0; i < input.axes(); ++i) {
    if (i != axis) {
      order.push_back(i);
    }
  }
  order.push_back(axis);
  return transpose(input, order);
}

Tensor axis_from_end(const Tensor& input, std::int64_t axis) {
  Shape order;
  for (std::int64_t i = 0; i + 1 < input.axes(); ++i) {
    order.push_back(i);
  }
  order.insert(order.begin() + axis, input.axes() - 1);
  return transpose(input, order);
}

}  // namespace

std::pair<Tensor, Tensor> sort(const Tensor& input, std::int64_t axis, bool descending) {
  if (input.axes() == 0) {
    throw ShapeError("sort: a scalar has no axis");
  }
  const std::int64_t which = normalize_axis(axis, input.axes());
  const Tensor lanes = axis_to_end(input, which).dense();
  const std::int64_t extent = lanes.shape().back();
  Tensor values = Tensor::empty(lanes.shape(), lanes.dtype());
  Tensor positions = Tensor::empty(lanes.shape(), DType::Int64);
  dispatch(lanes.dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    std::vector<std::int64_t> order(static_cast<std::size_t>(extent));
    for (std::int64_t base = 0; base < lanes.size(); base += extent) {
      const T* lane = lanes.data<T>() + base;
      std::iota(order.begin(), order.end(), 0);
      std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
        return comes_first<T>(lane[a], lane[b], descending);
      });
      for (std::int64_t i = 0; i < extent; ++i) {
        const std::int64_t from = order[static_cast<std::size_t>(i)];
        values.data<T>()[base + i] = lane[from];
        positions.data<std::int64_t>()[base + i] = from;
      }
    }
  });
  return {axis_from_end(values, which), axis_from_end(positions, which)};
}

std::pair<Tensor, Tensor> topk(const Tensor& input, std::int64_t count, std::int64_t axis, bool largest) {
  const std::int64_t which = normalize_axis(axis, input.axes());
  if (count < 0 || count > input.shape()[static_cast<std::size_t>(which)]) {
    throw RangeError("topk: " + std::to_string(count) + " elements wanted of shape " + to_string(input.shape()));
  }
  const auto [values, positions] = sort(input, which, largest);
  Subscript all;
  all.kind = Subscript::Kind::Slice;
  std::vector<Subscript> selection(static_cast<std::size_t>(which), all);
  Subscript first = all;
  first.stop = count;
  selection.push_back(first);
  return {subscript(values, selection), subscript(positions, selection)};
}

std::pair<Tensor, Tensor> unique(const Tensor& input) {
  const Tensor sorted = sort(reshape(input, {input.size()}), 0, false).first.dense();
  std::vector<double> values;
  std::vector<std::int64_t> counts;
  for (std::int64_t i = 0; i < sorted.size(); ++i) {
    const double value = sorted.at(i);
    if (values.empty() || value != values.back()) {
      values.push_back(value);
      counts.push_back(0);
    }
    ++counts.back();
  }
  const auto size = static_cast<std::int64_t>(values.size());
  Tensor distinct = Tensor::empty({size}, input.dtype());
  Tensor frequency = Tensor::empty({size}, DType::Int64);
  for (std::int64_t i = 0; i < size; ++i) {
    distinct.set(i, values[static_cast<std::size_t>(i)]);
    frequency.data<std::int64_t>()[i] = counts[static_cast<std::size_t>(i)];
  }
  return {distinct, frequency};
}

Tensor searchsorted(const Tensor& sorted, const Tensor& values, bool right) {
  if (sorted.axes() != 1) {
    throw ShapeError("searchsorted: needs a sorted vector, got " + to_string(sorted.shape()));
  }
  for (std::int64_t i = 1; i < sorted.size(); ++i) {
    if (sorted.at(i - 1) > sorted.at(i)) {
      throw ArgumentError("searchsorted: the vector is not sorted");
    }
  }
  Tensor result = Tensor::empty(values.shape(), DType::Int64);
  for (std::int64_t i = 0; i < values.size(); ++i) {
    const double value = values.at(i);
    std::int64_t low = 0;
    std::int64_t high = sorted.size();
    while (low < high) {
      const std::int64_t middle = low + (high - low) / 2;
      const double pivot = sorted.at(middle);
      if (right ? pivot <= value : pivot < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    result.data<std::int64_t>()[i] = low;
  }
  return result;
}

}  // namespace tinytensor
