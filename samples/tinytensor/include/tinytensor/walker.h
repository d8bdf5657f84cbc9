#pragma once

#include <array>
#include <cstddef>

#include "tinytensor/shape.h"

namespace tinytensor {

/// Walks over a shape in row-major order and keeps an element offset for each of N stride vectors.
template <std::size_t N>
class Walker {
 public:
  Walker(const Shape& shape, std::array<Shape, N> strides)
      : shape_(shape), strides_(std::move(strides)), position_(shape.size(), 0), done_(element_count(shape) == 0) {
    offsets_.fill(0);
  }

  bool done() const { return done_; }
  std::int64_t operator[](std::size_t which) const { return offsets_[which]; }

  void next() {
    for (std::size_t axis = shape_.size(); axis-- > 0;) {
      for (std::size_t which = 0; which < N; ++which) {
        offsets_[which] += strides_[which][axis];
      }
      if (++position_[axis] < shape_[axis]) {
        return;
      }
      for (std::size_t which = 0; which < N; ++which) {
        offsets_[which] -= strides_[which][axis] * shape_[axis];
      }
      position_[axis] = 0;
    }
    done_ = true;
  }

 private:
  Shape shape_;
  std::array<Shape, N> strides_;
  Shape position_;
  std::array<std::int64_t, N> offsets_;
  bool done_;
};

}  // namespace tinytensor
