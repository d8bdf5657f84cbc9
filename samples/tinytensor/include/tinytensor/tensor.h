#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "tinytensor/dtype.h"
#include "tinytensor/shape.h"

namespace tinytensor {

/// A strided view of shared storage. Copies share their elements.
class Tensor {
 public:
  /// Uninitialised elements; allocates whatever the shape says (std::bad_alloc when the system refuses).
  static Tensor empty(const Shape& shape, DType dtype);
  static Tensor full(const Shape& shape, double value, DType dtype);
  static Tensor arange(double start, double stop, double step, DType dtype);
  static Tensor linspace(double start, double stop, std::int64_t count);
  static Tensor eye(std::int64_t rows, std::int64_t columns, DType dtype);
  /// Uniform numbers in [0, 1) of a small generator of our own; the same seed gives the same numbers everywhere.
  static Tensor random(const Shape& shape, std::uint64_t seed);

  DType dtype() const { return dtype_; }
  const Shape& shape() const { return shape_; }
  const Shape& strides() const { return strides_; }
  std::int64_t axes() const { return static_cast<std::int64_t>(shape_.size()); }
  std::int64_t size() const { return size_; }
  bool is_dense() const;

  template <typename T>
  T* data() const {
    return reinterpret_cast<T*>(storage_.get()) + offset_;
  }

  /// A view of the same elements with other extents and strides.
  Tensor view(const Shape& shape, const Shape& strides, std::int64_t offset) const;
  /// This tensor when it is dense, else a dense copy.
  Tensor dense() const;
  Tensor cast(DType dtype) const;
  /// Element at a position in row-major order, as a double.
  double at(std::int64_t position) const;
  void set(std::int64_t position, double value);

 private:
  Tensor(DType dtype, Shape shape, Shape strides, std::int64_t offset, std::shared_ptr<unsigned char[]> storage);

  std::int64_t offset_of(std::int64_t position) const;

  DType dtype_;
  Shape shape_;
  Shape strides_;
  std::int64_t offset_;
  std::int64_t size_;
  std::shared_ptr<unsigned char[]> storage_;
};

}  // namespace tinytensor
