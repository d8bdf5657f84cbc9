#include <ATen/Dispatch.h>
#include <ATen/Parallel.h>
#include <c10/util/irange.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "ops.h"

namespace torch_ops {
namespace {

struct Pair {
  int64_t y;
  int64_t x;
};

/// One value for both directions, or two.
Pair pair_of(const char* name, at::IntArrayRef values, int64_t smallest) {
  TORCH_CHECK_VALUE(values.size() == 1 || values.size() == 2, "conv2d: ", name, " must have 1 or 2 values, got ", values.size());
  for (const auto value : values) {
    TORCH_CHECK_VALUE(value >= smallest, "conv2d: ", name, " must be at least ", smallest, ", got ", value);
  }
  return {values.front(), values.back()};
}

template <typename T>
double overlap(const T* a, const T* b) {
  const double width = std::min<double>(a[2], b[2]) - std::max<double>(a[0], b[0]);
  const double height = std::min<double>(a[3], b[3]) - std::max<double>(a[1], b[1]);
  if (width <= 0 || height <= 0) {
    return 0;
  }
  const double common = width * height;
  return common / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - common);
}

enum class Border { Zeros, Edge, Reflection };

double reflect(double position, double low, double high) {
  if (high <= low) {
    return low;
  }
  const double distance = std::fabs(position - low);
  const double span = high - low;
  const double extra = std::fmod(distance, span);
  return static_cast<int64_t>(distance / span) % 2 == 0 ? low + extra : high - extra;
}

double source_position(double coordinate, int64_t size, Border border, bool align_corners) {
  const double scale = static_cast<double>(size);
  double position = align_corners ? (coordinate + 1) / 2 * (scale - 1) : ((coordinate + 1) * scale - 1) / 2;
  if (border == Border::Reflection) {
    position = align_corners ? reflect(position, 0, scale - 1) : reflect(position, -0.5, scale - 0.5);
  }
  if (border != Border::Zeros) {
    position = std::min(std::max(position, 0.0), scale - 1);
  }
  return position;
}

}  // namespace

Tensor conv2d(const Tensor& input, const Tensor& weight, const OptionalTensor& bias, at::IntArrayRef stride,
              at::IntArrayRef padding, at::IntArrayRef dilation, int64_t groups) {
  TORCH_CHECK(input.dim() == 4, "conv2d: expected input (batch, channels, height, width), got ", input.sizes());
  TORCH_CHECK(weight.dim() == 4, "conv2d: expected weight (filters, channels, height, width), got ", weight.sizes());
  TORCH_CHECK(input.scalar_type() == weight.scalar_type(), "conv2d: input is ", input.scalar_type(), " but weight is ", weight.scalar_type());
  TORCH_CHECK_VALUE(groups > 0, "conv2d: groups must be positive");
  TORCH_CHECK(input.size(1) == weight.size(1) * groups, "conv2d: input has ", input.size(1), " channels, the weight needs ",
              weight.size(1) * groups);
  TORCH_CHECK(weight.size(0) % groups == 0, "conv2d: ", weight.size(0), " filters do not divide into ", groups, " groups");
  TORCH_CHECK(!bias.has_value() || (bias->dim() == 1 && bias->size(0) == weight.size(0)), "conv2d: bad size of the bias");
  const Pair stride_by = pair_of("stride", stride, 1);
  const Pair padding_by = pair_of("padding", padding, 0);
  const Pair dilation_by = pair_of("dilation", dilation, 1);
  const int64_t height = (input.size(2) + 2 * padding_by.y - dilation_by.y * (weight.size(2) - 1) - 1) / stride_by.y + 1;
  const int64_t width = (input.size(3) + 2 * padding_by.x - dilation_by.x * (weight.size(3) - 1) - 1) / stride_by.x + 1;
  TORCH_CHECK(height > 0 && width > 0, "conv2d: the output would be empty: (", height, ", ", width, ")");
  auto output = at::empty({input.size(0), weight.size(0), height, width}, input.options());
  const int64_t depth = weight.size(1);
  const int64_t filters = weight.size(0) / groups;
  AT_DISPATCH_ALL_TYPES(input.scalar_type(), "conv2d", [&] {
    const auto x = input.accessor<scalar_t, 4>();
    const auto w = weight.accessor<scalar_t, 4>();
    const auto offsets = bias.has_value() ? bias->to(input.scalar_type()).contiguous() : Tensor();
    auto y = output.accessor<scalar_t, 4>();
    at::parallel_for(0, input.size(0) * weight.size(0), 64, [&](int64_t begin, int64_t end) {
      for (int64_t plane = begin; plane < end; ++plane) {
        const int64_t n = plane / weight.size(0);
        const int64_t f = plane % weight.size(0);
        for (const auto i : c10::irange(height)) {
          for (const auto j : c10::irange(width)) {
            scalar_t sum = offsets.defined() ? offsets.data_ptr<scalar_t>()[f] : scalar_t(0);
            for (const auto c : c10::irange(depth)) {
              for (const auto v : c10::irange(weight.size(2))) {
                const int64_t row = i * stride_by.y - padding_by.y + v * dilation_by.y;
                if (row < 0 || row >= input.size(2)) {
                  continue;
                }
                for (const auto u : c10::irange(weight.size(3))) {
                  const int64_t column = j * stride_by.x - padding_by.x + u * dilation_by.x;
                  if (column >= 0 && column < input.size(3)) {
                    sum += x[n][f / filters * depth + c][row][column] * w[f][c][v][u];
                  }
                }
              }
            }
            y[n][f][i][j] = sum;
          }
        }
      }
    });
  });
  return output;
}

Tensor unfold(const Tensor& input, int64_t window, int64_t step) {
  TORCH_CHECK(input.dim() >= 1, "unfold: input without dimensions");
  TORCH_CHECK_VALUE(window > 0 && step > 0, "unfold: window and step must be positive, got ", window, " and ", step);
  TORCH_CHECK(input.size(-1) >= window, "unfold: a window of ", window, " on ", input.size(-1), " elements");
  auto sizes = input.sizes().vec();
  auto strides = input.strides().vec();
  sizes.back() = (input.size(-1) - window) / step + 1;
  sizes.push_back(window);
  strides.push_back(strides.back());
  *(strides.end() - 2) *= step;
  return input.as_strided(sizes, strides).clone();
}

Tensor grid_sample(const Tensor& input, const Tensor& grid, const std::string& padding, bool align_corners) {
  TORCH_CHECK(input.dim() == 4 && grid.dim() == 4, "grid_sample: expected 4 dimensions, got ", input.sizes(), " and ", grid.sizes());
  TORCH_CHECK(grid.size(3) == 2, "grid_sample: the last dimension of the grid must be 2, got ", grid.size(3));
  TORCH_CHECK(input.size(0) == grid.size(0), "grid_sample: batches of ", input.size(0), " and of ", grid.size(0));
  TORCH_CHECK(input.scalar_type() == grid.scalar_type(), "grid_sample: input and grid have different types");
  TORCH_CHECK(input.size(2) > 0 && input.size(3) > 0, "grid_sample: an image without pixels");
  Border border = Border::Zeros;
  if (padding == "border") {
    border = Border::Edge;
  } else if (padding == "reflection") {
    border = Border::Reflection;
  } else {
    TORCH_CHECK_VALUE(padding == "zeros", "grid_sample: unknown padding '", padding, "'");
  }
  auto output = at::zeros({input.size(0), input.size(1), grid.size(1), grid.size(2)}, input.options());
  AT_DISPATCH_FLOATING_TYPES(input.scalar_type(), "grid_sample", [&] {
    const auto from = input.accessor<scalar_t, 4>();
    const auto where = grid.accessor<scalar_t, 4>();
    auto to = output.accessor<scalar_t, 4>();
    for (const auto n : c10::irange(grid.size(0))) {
      for (const auto i : c10::irange(grid.size(1))) {
        for (const auto j : c10::irange(grid.size(2))) {
          const double x = source_position(where[n][i][j][0], input.size(3), border, align_corners);
          const double y = source_position(where[n][i][j][1], input.size(2), border, align_corners);
          if (!std::isfinite(x) || !std::isfinite(y) || std::fabs(x) > 1e9 || std::fabs(y) > 1e9) {
            continue;
          }
          const auto left = static_cast<int64_t>(std::floor(x));
          const auto top = static_cast<int64_t>(std::floor(y));
          for (int64_t corner = 0; corner < 4; ++corner) {
            const int64_t column = left + corner % 2;
            const int64_t row = top + corner / 2;
            if (column < 0 || column >= input.size(3) || row < 0 || row >= input.size(2)) {
              continue;
            }
            const double share = (1 - std::fabs(x - static_cast<double>(column))) * (1 - std::fabs(y - static_cast<double>(row)));
            for (const auto c : c10::irange(input.size(1))) {
              to[n][c][i][j] += static_cast<scalar_t>(from[n][c][row][column] * share);
            }
          }
        }
      }
    }
  });
  return output;
}

Tensor nms(const Tensor& boxes, const Tensor& scores, double threshold) {
  TORCH_CHECK(boxes.dim() == 2 && boxes.size(1) == 4, "nms: boxes must be (n, 4), got ", boxes.sizes());
  TORCH_CHECK(scores.dim() == 1 && scores.size(0) == boxes.size(0), "nms: ", scores.sizes(), " scores for ", boxes.size(0), " boxes");
  TORCH_CHECK(boxes.scalar_type() == scores.scalar_type(), "nms: boxes and scores have different types");
  const auto corners = boxes.contiguous();
  const auto order = std::get<1>(scores.sort(0, /*descending=*/true)).contiguous();
  std::vector<int64_t> kept;
  AT_DISPATCH_FLOATING_TYPES(boxes.scalar_type(), "nms", [&] {
    const scalar_t* box = corners.data_ptr<scalar_t>();
    for (const auto i : c10::irange(order.numel())) {
      const int64_t candidate = order.data_ptr<int64_t>()[i];
      const bool covered = std::any_of(kept.begin(), kept.end(), [&](int64_t other) {
        return overlap<scalar_t>(box + 4 * candidate, box + 4 * other) > threshold;
      });
      if (!covered) {
        kept.push_back(candidate);
      }
    }
  });
  return at::tensor(kept, boxes.options().dtype(at::kLong));
}

Tensor roi_pool(const Tensor& input, const Tensor& boxes, int64_t height, int64_t width) {
  TORCH_CHECK(input.dim() == 4, "roi_pool: expected input (batch, channels, height, width), got ", input.sizes());
  TORCH_CHECK(boxes.dim() == 2 && boxes.size(1) == 5, "roi_pool: boxes must be (n, 5), got ", boxes.sizes());
  TORCH_CHECK_VALUE(height > 0 && width > 0, "roi_pool: the output must have pixels");
  auto output = at::zeros({boxes.size(0), input.size(1), height, width}, input.options());
  const auto regions = boxes.to(at::kDouble).contiguous();
  AT_DISPATCH_FLOATING_TYPES(input.scalar_type(), "roi_pool", [&] {
    const auto from = input.accessor<scalar_t, 4>();
    auto to = output.accessor<scalar_t, 4>();
    for (const auto r : c10::irange(boxes.size(0))) {
      const double* box = regions.data_ptr<double>() + 5 * r;
      const auto n = static_cast<int64_t>(box[0]);
      TORCH_CHECK_INDEX(n >= 0 && n < input.size(0), "roi_pool: image ", n, " of ", input.size(0));
      TORCH_CHECK_VALUE(box[3] >= box[1] && box[4] >= box[2], "roi_pool: box ", r, " is inverted");
      const auto bound = [](double start, double end, int64_t cell, int64_t cells, int64_t size) {
        const double at = start + (end - start) * static_cast<double>(cell) / static_cast<double>(cells);
        return static_cast<int64_t>(std::min(std::max(std::round(at), 0.0), static_cast<double>(size)));
      };
      for (const auto c : c10::irange(input.size(1))) {
        for (const auto i : c10::irange(height)) {
          for (const auto j : c10::irange(width)) {
            bool any = false;
            scalar_t best = 0;
            for (int64_t y = bound(box[2], box[4], i, height, input.size(2)); y < bound(box[2], box[4], i + 1, height, input.size(2)); ++y) {
              for (int64_t x = bound(box[1], box[3], j, width, input.size(3)); x < bound(box[1], box[3], j + 1, width, input.size(3)); ++x) {
                const scalar_t value = from[n][c][y][x];
                best = !any || value > best ? value : best;
                any = true;
              }
            }
            to[r][c][i][j] = best;
          }
        }
      }
    }
  });
  return output;
}

}  // namespace torch_ops
