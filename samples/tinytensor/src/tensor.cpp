#include "tinytensor/tensor.h"

#include <cmath>
#include <new>
#include <utility>

#include "tinytensor/walker.h"

namespace tinytensor {

Tensor::Tensor(DType dtype, Shape shape, Shape strides, std::int64_t offset, std::shared_ptr<unsigned char[]> storage)
    : dtype_(dtype),
      shape_(std::move(shape)),
      strides_(std::move(strides)),
      offset_(offset),
      size_(element_count(shape_)),
      storage_(std::move(storage)) {}

Tensor Tensor::empty(const Shape& shape, DType dtype) {
  const std::int64_t count = element_count(shape);
  const std::size_t width = size_of(dtype);
  if (static_cast<std::uint64_t>(count) > (std::uint64_t{1} << 62) / width) {
    throw std::bad_alloc();
  }
  // One element at least, so that the address of a tensor without elements is valid.
  const std::size_t bytes = (count == 0 ? 1 : static_cast<std::size_t>(count)) * width;
  return Tensor(dtype, shape, dense_strides(shape), 0, std::shared_ptr<unsigned char[]>(new unsigned char[bytes]));
}

Tensor Tensor::full(const Shape& shape, double value, DType dtype) {
  Tensor result = empty(shape, dtype);
  dispatch(dtype, [&](auto tag) {
    using T = typename decltype(tag)::type;
    T* data = result.data<T>();
    for (std::int64_t i = 0; i < result.size(); ++i) {
      data[i] = static_cast<T>(value);
    }
  });
  return result;
}

Tensor Tensor::arange(double start, double stop, double step, DType dtype) {
  if (step == 0 || std::isnan(step)) {
    throw ArgumentError("arange: the step must not be 0");
  }
  const double count = std::ceil((stop - start) / step);
  if (!(count < 9.0e18)) {
    throw ArgumentError("arange: the number of elements is not finite");
  }
  Tensor result = empty({count > 0 ? static_cast<std::int64_t>(count) : 0}, dtype);
  for (std::int64_t i = 0; i < result.size(); ++i) {
    result.set(i, start + step * static_cast<double>(i));
  }
  return result;
}

Tensor Tensor::linspace(double start, double stop, std::int64_t count) {
  if (count < 0) {
    throw ArgumentError("linspace: negative number of elements");
  }
  Tensor result = empty({count}, DType::Float64);
  double* data = result.data<double>();
  for (std::int64_t i = 0; i < count; ++i) {
    data[i] = count == 1 ? start : start + (stop - start) * static_cast<double>(i) / static_cast<double>(count - 1);
  }
  return result;
}

Tensor Tensor::eye(std::int64_t rows, std::int64_t columns, DType dtype) {
  Tensor result = full({rows, columns}, 0, dtype);
  for (std::int64_t i = 0; i < rows && i < columns; ++i) {
    result.set(i * columns + i, 1);
  }
  return result;
}

Tensor Tensor::random(const Shape& shape, std::uint64_t seed) {
  Tensor result = empty(shape, DType::Float64);
  std::uint64_t state = seed * 0x9e3779b97f4a7c15u + 0x632be59bd9b4e019u;
  double* data = result.data<double>();
  for (std::int64_t i = 0; i < result.size(); ++i) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    data[i] = static_cast<double>(state >> 11) * 0x1.0p-53;
  }
  return result;
}

bool Tensor::is_dense() const {
  std::int64_t expected = 1;
  for (std::size_t axis = shape_.size(); axis-- > 0;) {
    if (shape_[axis] != 1 && strides_[axis] != expected) {
      return false;
    }
    expected *= shape_[axis];
  }
  return true;
}

Tensor Tensor::view(const Shape& shape, const Shape& strides, std::int64_t offset) const {
  return Tensor(dtype_, shape, strides, offset_ + offset, storage_);
}

Tensor Tensor::dense() const { return is_dense() ? *this : cast(dtype_); }

Tensor Tensor::cast(DType dtype) const {
  Tensor result = empty(shape_, dtype);
  dispatch(dtype_, [&](auto from) {
    using From = typename decltype(from)::type;
    dispatch(dtype, [&](auto to) {
      using To = typename decltype(to)::type;
      const From* input = data<From>();
      To* output = result.data<To>();
      std::int64_t i = 0;
      for (Walker<1> walker(shape_, {strides_}); !walker.done(); walker.next()) {
        output[i++] = static_cast<To>(input[walker[0]]);
      }
    });
  });
  return result;
}

std::int64_t Tensor::offset_of(std::int64_t position) const {
  if (position < 0 || position >= size_) {
    throw RangeError("position " + std::to_string(position) + " of " + std::to_string(size_) + " elements");
  }
  std::int64_t offset = 0;
  for (std::size_t axis = shape_.size(); axis-- > 0;) {
    offset += position % shape_[axis] * strides_[axis];
    position /= shape_[axis];
  }
  return offset;
}

double Tensor::at(std::int64_t position) const {
  const std::int64_t offset = offset_of(position);
  return dispatch(dtype_, [&](auto tag) {
    return static_cast<double>(data<typename decltype(tag)::type>()[offset]);
  });
}

void Tensor::set(std::int64_t position, double value) {
  const std::int64_t offset = offset_of(position);
  dispatch(dtype_, [&](auto tag) {
    using T = typename decltype(tag)::type;
    data<T>()[offset] = static_cast<T>(value);
  });
}

}  // namespace tinytensor
