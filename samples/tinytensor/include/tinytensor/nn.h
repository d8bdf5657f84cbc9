#pragma once

#include "tinytensor/tensor.h"

namespace tinytensor {

Tensor softmax(const Tensor& input, std::int64_t axis, bool logarithm);
/// input (batch, channels, width), weight (filters, channels / groups, taps), bias (filters) or empty.
Tensor conv1d(const Tensor& input, const Tensor& weight, const Tensor* bias, std::int64_t stride, std::int64_t padding,
              std::int64_t dilation, std::int64_t groups);
Tensor pool1d(const Tensor& input, std::int64_t window, std::int64_t stride, bool average);
Tensor layer_norm(const Tensor& input, const Tensor* gain, double epsilon);
Tensor embedding(const Tensor& table, const Tensor& indices, std::int64_t padding_index);
/// Mean cross entropy of logits (batch, classes) and integer labels (batch).
Tensor cross_entropy(const Tensor& logits, const Tensor& labels, double smoothing);

}  // namespace tinytensor
