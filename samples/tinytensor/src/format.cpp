#include "tinytensor/format.h"

#include <cmath>
#include <cstdio>

#include "tinytensor/index.h"

namespace tinytensor {
namespace {

constexpr std::int64_t kEdge = 3;

std::string format_element(DType dtype, double value) {
  if (dtype == DType::Bool) {
    return value != 0 ? "True" : "False";
  }
  if (std::isnan(value)) {
    return "nan";
  }
  if (std::isinf(value)) {
    return value < 0 ? "-inf" : "inf";
  }
  char buffer[40];
  std::snprintf(buffer, sizeof(buffer), dtype == DType::Int64 ? "%.0f" : "%.6g", value);
  return buffer;
}

}  // namespace

std::string format(const Tensor& input) {
  if (input.axes() == 0) {
    return format_element(input.dtype(), input.at(0));
  }
  const std::int64_t extent = input.shape()[0];
  std::string text = "[";
  for (std::int64_t i = 0; i < extent; ++i) {
    if (i > 0) {
      text += ", ";
    }
    if (extent > 2 * kEdge + 1 && i == kEdge) {
      text += "..., ";
      i = extent - kEdge;
    }
    Subscript row;
    row.index = i;
    text += format(subscript(input, {row}));
  }
  return text + "]";
}

}  // namespace tinytensor
