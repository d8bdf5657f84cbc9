#include <ATen/Dispatch.h>
#include <ATen/WrapDimUtils.h>
#include <c10/util/irange.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "ops.h"

namespace torch_ops {
namespace {

enum class ScanOp { Sum, Product, Maximum, Minimum, LogSumExp };

ScanOp parse_scan(const std::string& name) {
  if (name == "sum") {
    return ScanOp::Sum;
  }
  if (name == "prod") {
    return ScanOp::Product;
  }
  if (name == "max") {
    return ScanOp::Maximum;
  }
  if (name == "min") {
    return ScanOp::Minimum;
  }
  if (name == "logsumexp") {
    return ScanOp::LogSumExp;
  }
  TORCH_CHECK_VALUE(false, "scan: unknown operation '", name, "'");
}

template <typename T>
T identity(ScanOp op) {
  switch (op) {
    case ScanOp::Sum:
      return T(0);
    case ScanOp::Product:
      return T(1);
    case ScanOp::Maximum:
    case ScanOp::LogSumExp:
      return std::numeric_limits<T>::has_infinity ? -std::numeric_limits<T>::infinity() : std::numeric_limits<T>::lowest();
    case ScanOp::Minimum:
      return std::numeric_limits<T>::has_infinity ? std::numeric_limits<T>::infinity() : std::numeric_limits<T>::max();
  }
  TORCH_INTERNAL_ASSERT(false, "scan operation");
}

template <typename T>
T step(ScanOp op, T running, T value) {
  switch (op) {
    case ScanOp::Sum:
      return running + value;
    case ScanOp::Product:
      return running * value;
    case ScanOp::Maximum:
      return value > running || value != value ? value : running;
    case ScanOp::Minimum:
      return value < running || value != value ? value : running;
    case ScanOp::LogSumExp: {
      const T high = std::max(running, value);
      if (high == identity<T>(op)) {
        return high;
      }
      return static_cast<T>(high + std::log1p(std::exp(std::min(running, value) - high)));
    }
  }
  TORCH_INTERNAL_ASSERT(false, "scan operation");
}

template <typename T>
T distance(const T* a, const T* b, int64_t size, double p) {
  double total = 0;
  for (const auto i : c10::irange(size)) {
    const double difference = std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
    if (std::isinf(p)) {
      total = std::max(total, difference);
    } else if (p == 0) {
      total += difference != 0 ? 1 : 0;
    } else if (p == 1) {
      total += difference;
    } else if (p == 2) {
      total += difference * difference;
    } else {
      total += std::pow(difference, p);
    }
  }
  if (p == 2) {
    return static_cast<T>(std::sqrt(total));
  }
  return static_cast<T>(p == 0 || p == 1 || std::isinf(p) ? total : std::pow(total, 1 / p));
}

}  // namespace

Tensor masked_softmax(const Tensor& input, const OptionalTensor& mask, int64_t dim) {
  TORCH_CHECK(input.dim() > 0, "masked_softmax: a scalar has no dimension");
  const int64_t axis = at::maybe_wrap_dim(dim, input.dim());
  Tensor keep;
  if (mask.has_value()) {
    TORCH_CHECK_TYPE(mask->scalar_type() == at::kBool, "masked_softmax: the mask must be bool, not ", mask->scalar_type());
    keep = mask->expand_as(input).transpose(axis, -1).contiguous();
  }
  const auto lanes = input.transpose(axis, -1).contiguous();
  auto output = at::empty_like(lanes);
  const int64_t size = lanes.size(-1);
  AT_DISPATCH_FLOATING_TYPES_AND2(at::kHalf, at::kBFloat16, input.scalar_type(), "masked_softmax", [&] {
    const bool* kept = keep.defined() ? keep.data_ptr<bool>() : nullptr;
    for (int64_t base = 0; base < lanes.numel(); base += size) {
      const scalar_t* from = lanes.data_ptr<scalar_t>() + base;
      scalar_t* to = output.data_ptr<scalar_t>() + base;
      float high = -std::numeric_limits<float>::infinity();
      for (const auto i : c10::irange(size)) {
        if (kept == nullptr || kept[base + i]) {
          high = std::max(high, static_cast<float>(from[i]));
        }
      }
      float sum = 0;
      for (const auto i : c10::irange(size)) {
        const bool use = kept == nullptr || kept[base + i];
        const float value = use ? std::exp(static_cast<float>(from[i]) - high) : 0;
        to[i] = static_cast<scalar_t>(value);
        sum += value;
      }
      // A row without any kept element stays zero.
      for (int64_t i = 0; i < size && sum > 0; ++i) {
        to[i] = static_cast<scalar_t>(static_cast<float>(to[i]) / sum);
      }
    }
  });
  return output.transpose(axis, -1);
}

Tensor pairwise_distance(const Tensor& left, const Tensor& right, double p) {
  TORCH_CHECK(left.dim() >= 2 && right.dim() >= 2, "pairwise_distance: needs matrices, got ", left.sizes(), " and ", right.sizes());
  TORCH_CHECK(left.size(-1) == right.size(-1), "pairwise_distance: vectors of ", left.size(-1), " and of ", right.size(-1), " elements");
  TORCH_CHECK(left.scalar_type() == right.scalar_type(), "pairwise_distance: different types");
  TORCH_CHECK_VALUE(p >= 0, "pairwise_distance: p must not be negative");
  auto batch = at::infer_size(left.sizes().slice(0, left.dim() - 2), right.sizes().slice(0, right.dim() - 2));
  const auto expand = [&](const Tensor& tensor) {
    auto sizes = batch;
    sizes.insert(sizes.end(), tensor.sizes().end() - 2, tensor.sizes().end());
    return tensor.expand(sizes).contiguous().view({-1, tensor.size(-2), tensor.size(-1)});
  };
  const int64_t rows = left.size(-2);
  const int64_t columns = right.size(-2);
  const int64_t size = left.size(-1);
  auto shape = batch;
  shape.insert(shape.end(), {rows, columns});
  auto output = at::zeros(shape, left.options());
  if (output.numel() == 0 || size == 0) {
    return output;
  }
  const auto a = expand(left);
  const auto b = expand(right);
  AT_DISPATCH_FLOATING_TYPES(left.scalar_type(), "pairwise_distance", [&] {
    scalar_t* to = output.data_ptr<scalar_t>();
    for (const auto n : c10::irange(a.size(0))) {
      for (const auto i : c10::irange(rows)) {
        for (const auto j : c10::irange(columns)) {
          *to++ = distance<scalar_t>(a.data_ptr<scalar_t>() + (n * rows + i) * size,
                                     b.data_ptr<scalar_t>() + (n * columns + j) * size, size, p);
        }
      }
    }
  });
  return output;
}

Tensor scan(const Tensor& input, int64_t dim, const std::string& operation, bool exclusive) {
  const ScanOp op = parse_scan(operation);
  const int64_t axis = at::maybe_wrap_dim(dim, input.dim());
  TORCH_CHECK_TYPE(op != ScanOp::LogSumExp || input.is_floating_point(), "scan: logsumexp of ", input.scalar_type());
  auto lanes = (input.dim() == 0 ? input.unsqueeze(0) : input.transpose(axis, -1)).contiguous();
  auto output = at::empty_like(lanes);
  const int64_t size = lanes.size(-1);
  AT_DISPATCH_ALL_TYPES(input.scalar_type(), "scan", [&] {
    for (int64_t base = 0; base < lanes.numel(); base += size) {
      auto running = identity<scalar_t>(op);
      for (const auto i : c10::irange(size)) {
        const auto next = step<scalar_t>(op, running, lanes.data_ptr<scalar_t>()[base + i]);
        output.data_ptr<scalar_t>()[base + i] = exclusive ? running : next;
        running = next;
      }
    }
  });
  return input.dim() == 0 ? output.squeeze(0) : output.transpose(axis, -1);
}

std::tuple<Tensor, Tensor> top_rows(const Tensor& input, int64_t count, bool largest) {
  TORCH_CHECK(input.dim() == 2, "top_rows: expected a matrix, got ", input.dim(), " dimensions");
  TORCH_CHECK_INDEX(count >= 0 && count <= input.size(1), "top_rows: ", count, " of ", input.size(1), " columns");
  auto values = at::empty({input.size(0), count}, input.options());
  auto positions = at::empty({input.size(0), count}, input.options().dtype(at::kLong));
  AT_DISPATCH_ALL_TYPES(input.scalar_type(), "top_rows", [&] {
    const auto from = input.accessor<scalar_t, 2>();
    std::vector<int64_t> order(static_cast<size_t>(input.size(1)));
    for (const auto row : c10::irange(input.size(0))) {
      const auto before = [&](int64_t a, int64_t b) {
        const scalar_t x = from[row][a];
        const scalar_t y = from[row][b];
        if (x != x || y != y) {
          return x != x && y == y ? largest : y != y && x == x && !largest;
        }
        return x == y ? a < b : largest ? x > y : x < y;
      };
      std::iota(order.begin(), order.end(), 0);
      std::partial_sort(order.begin(), order.begin() + count, order.end(), before);
      for (const auto i : c10::irange(count)) {
        const int64_t at = order[static_cast<size_t>(i)];
        values[row][i] = from[row][at];
        positions[row][i] = at;
      }
    }
  });
  return {values, positions};
}

Tensor histogram(const Tensor& input, int64_t bins, double low, double high, const OptionalTensor& weight) {
  TORCH_CHECK_VALUE(bins > 0, "histogram: bins must be positive, got ", bins);
  TORCH_CHECK_VALUE(std::isfinite(low) && std::isfinite(high) && low <= high, "histogram: bad range [", low, ", ", high, "]");
  TORCH_CHECK(!weight.has_value() || weight->sizes() == input.sizes(), "histogram: the weight has another size than the input");
  if (low == high) {
    low -= 0.5;
    high += 0.5;
  }
  auto output = at::zeros({bins}, at::kDouble);
  const auto weights = weight.has_value() ? weight->to(at::kDouble).contiguous() : Tensor();
  const auto values = input.contiguous();
  AT_DISPATCH_ALL_TYPES(input.scalar_type(), "histogram", [&] {
    for (const auto i : c10::irange(values.numel())) {
      const auto value = static_cast<double>(values.data_ptr<scalar_t>()[i]);
      if (!(value >= low && value <= high)) {
        continue;
      }
      const auto bin = static_cast<int64_t>((value - low) / (high - low) * static_cast<double>(bins));
      output.data_ptr<double>()[std::min(bin, bins - 1)] += weights.defined() ? weights.data_ptr<double>()[i] : 1;
    }
  });
  return output;
}

}  // namespace torch_ops
