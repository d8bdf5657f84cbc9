#pragma once

#include <ATen/ATen.h>

#include <string>
#include <tuple>

namespace torch_ops {

using at::Tensor;
using OptionalTensor = c10::optional<Tensor>;

// pointwise.cpp: through TensorIterator, any strides and shapes that broadcast.
Tensor blend(const Tensor& start, const Tensor& end, const Tensor& weight);
Tensor smooth_step(const Tensor& input, double low, double high);
Tensor bit_mix(const Tensor& left, const Tensor& right);
/// Runs in parallel above `grain` elements.
Tensor scale_add(const Tensor& input, const Tensor& scale, const OptionalTensor& bias, int64_t grain);
/// Elementwise root by iteration until the residual is at most `tolerance`; endless for NaN and where rounding is in the way.
Tensor newton_root(const Tensor& input, int64_t degree, double tolerance);

// reduction.cpp
Tensor masked_softmax(const Tensor& input, const OptionalTensor& mask, int64_t dim);
Tensor pairwise_distance(const Tensor& left, const Tensor& right, double p);
Tensor scan(const Tensor& input, int64_t dim, const std::string& operation, bool exclusive);
std::tuple<Tensor, Tensor> top_rows(const Tensor& input, int64_t count, bool largest);
Tensor histogram(const Tensor& input, int64_t bins, double low, double high, const OptionalTensor& weight);

// indexing.cpp
Tensor segment_reduce(const Tensor& data, const Tensor& lengths, const std::string& reduce, double initial);
Tensor embedding_bag(const Tensor& table, const Tensor& indices, const Tensor& offsets, const std::string& mode, int64_t padding);
/// Without `check`, indices may point anywhere: foreign memory is read, or the process crashes.
Tensor gather_rows(const Tensor& input, const Tensor& rows, bool check);
Tensor edit_distance(const Tensor& left, const Tensor& left_lengths, const Tensor& right, const Tensor& right_lengths);
Tensor sparse_matmul(const Tensor& indices, const Tensor& values, int64_t rows, const Tensor& dense);

// image.cpp
Tensor conv2d(const Tensor& input, const Tensor& weight, const OptionalTensor& bias, at::IntArrayRef stride,
              at::IntArrayRef padding, at::IntArrayRef dilation, int64_t groups);
Tensor unfold(const Tensor& input, int64_t window, int64_t step);
Tensor grid_sample(const Tensor& input, const Tensor& grid, const std::string& padding, bool align_corners);
Tensor nms(const Tensor& boxes, const Tensor& scores, double threshold);
Tensor roi_pool(const Tensor& input, const Tensor& boxes, int64_t height, int64_t width);

// autograd.cpp: with derivatives.
Tensor swish(const Tensor& input, double beta);
Tensor clamp_through(const Tensor& input, double low, double high);
Tensor weighted_norm(const Tensor& input, const Tensor& weight);

}  // namespace torch_ops
