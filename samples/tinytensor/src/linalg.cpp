#include "tinytensor/linalg.h"

#include <cassert>
#include <cmath>
#include <utility>

#include "tinytensor/manipulate.h"
#include "tinytensor/walker.h"

namespace tinytensor {
namespace {

template <typename T>
void multiply(const T* a, const T* b, T* c, std::int64_t rows, std::int64_t shared, std::int64_t columns) {
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::int64_t j = 0; j < columns; ++j) {
      c[i * columns + j] = T{0};
    }
    for (std::int64_t k = 0; k < shared; ++k) {
      const T factor = a[i * shared + k];
      if (factor == T{0}) {
        continue;
      }
      for (std::int64_t j = 0; j < columns; ++j) {
        c[i * columns + j] += factor * b[k * columns + j];
      }
    }
  }
}

std::int64_t square_extent(const Tensor& input, const char* operation) {
  if (input.axes() != 2 || input.shape()[0] != input.shape()[1]) {
    throw ShapeError(std::string(operation) + ": needs a square matrix, got " + to_string(input.shape()));
  }
  return input.shape()[0];
}

/// Elimination in place; returns the determinant, 0 when a pivot is missing. `right` has `columns` columns.
double eliminate(double* m, std::int64_t n, double* right, std::int64_t columns) {
  double determinant = 1;
  for (std::int64_t pivot = 0; pivot < n; ++pivot) {
    std::int64_t best = pivot;
    for (std::int64_t row = pivot + 1; row < n; ++row) {
      if (std::fabs(m[row * n + pivot]) > std::fabs(m[best * n + pivot])) {
        best = row;
      }
    }
    if (std::fabs(m[best * n + pivot]) < 1e-12) {
      return 0;
    }
    if (best != pivot) {
      for (std::int64_t j = 0; j < n; ++j) {
        std::swap(m[best * n + j], m[pivot * n + j]);
      }
      for (std::int64_t j = 0; j < columns; ++j) {
        std::swap(right[best * columns + j], right[pivot * columns + j]);
      }
      determinant = -determinant;
    }
    determinant *= m[pivot * n + pivot];
    for (std::int64_t row = pivot + 1; row < n; ++row) {
      const double factor = m[row * n + pivot] / m[pivot * n + pivot];
      for (std::int64_t j = pivot; j < n; ++j) {
        m[row * n + j] -= factor * m[pivot * n + j];
      }
      for (std::int64_t j = 0; j < columns; ++j) {
        right[row * columns + j] -= factor * right[pivot * columns + j];
      }
    }
  }
  return determinant;
}

}  // namespace

Tensor matmul(const Tensor& left, const Tensor& right) {
  if (left.axes() == 0 || right.axes() == 0) {
    throw ShapeError("matmul: a scalar has no rows");
  }
  if (left.axes() == 1) {
    const Tensor product = matmul(reshape(left, {1, left.size()}), right);
    return squeeze(product, right.axes() == 1 ? 0 : -2);
  }
  if (right.axes() == 1) {
    return squeeze(matmul(left, reshape(right, {right.size(), 1})), -1);
  }
  const DType dtype = promote(left.dtype(), right.dtype());
  const auto last = [](const Tensor& t, std::size_t back) { return t.shape()[t.shape().size() - back]; };
  const std::int64_t rows = last(left, 2);
  const std::int64_t shared = last(left, 1);
  const std::int64_t columns = last(right, 1);
  if (shared != last(right, 2)) {
    throw ShapeError("matmul: " + to_string(left.shape()) + " and " + to_string(right.shape()) + " do not fit");
  }
  const Shape left_batch(left.shape().begin(), left.shape().end() - 2);
  const Shape right_batch(right.shape().begin(), right.shape().end() - 2);
  const Shape batch = broadcast_shapes(left_batch, right_batch);
  Shape shape = batch;
  shape.push_back(rows);
  shape.push_back(columns);
  const Tensor a = left.cast(dtype);
  const Tensor b = right.cast(dtype);
  Tensor result = Tensor::empty(shape, dtype);
  dispatch_numeric(dtype, "matmul", [&](auto tag) {
    using T = typename decltype(tag)::type;
    const Shape a_strides(a.strides().begin(), a.strides().end() - 2);
    const Shape b_strides(b.strides().begin(), b.strides().end() - 2);
    T* output = result.data<T>();
    Walker<2> walker(batch, {broadcast_strides(left_batch, a_strides, batch), broadcast_strides(right_batch, b_strides, batch)});
    for (; !walker.done(); walker.next()) {
      multiply<T>(a.data<T>() + walker[0], b.data<T>() + walker[1], output, rows, shared, columns);
      output += rows * columns;
    }
  });
  return result;
}

Tensor outer(const Tensor& left, const Tensor& right) {
  if (left.axes() != 1 || right.axes() != 1) {
    throw ShapeError("outer: needs two vectors");
  }
  return matmul(reshape(left, {left.size(), 1}), reshape(right, {1, right.size()}));
}

Tensor solve(const Tensor& a, const Tensor& b) {
  const std::int64_t n = square_extent(a, "solve");
  if (b.axes() < 1 || b.axes() > 2 || b.shape()[0] != n) {
    throw ShapeError("solve: " + to_string(a.shape()) + " and " + to_string(b.shape()) + " do not fit");
  }
  const std::int64_t columns = b.axes() == 2 ? b.shape()[1] : 1;
  const Tensor matrix = a.cast(DType::Float64);
  Tensor result = b.cast(DType::Float64);
  double* m = matrix.data<double>();
  double* x = result.data<double>();
  if (eliminate(m, n, x, columns) == 0) {
    throw NumericError("solve: the matrix is singular");
  }
  for (std::int64_t row = n; row-- > 0;) {
    for (std::int64_t j = 0; j < columns; ++j) {
      double value = x[row * columns + j];
      for (std::int64_t k = row + 1; k < n; ++k) {
        value -= m[row * n + k] * x[k * columns + j];
      }
      x[row * columns + j] = value / m[row * n + row];
    }
  }
  return result;
}

Tensor determinant(const Tensor& input) {
  const std::int64_t n = square_extent(input, "det");
  const Tensor matrix = input.cast(DType::Float64);
  return Tensor::full({}, eliminate(matrix.data<double>(), n, nullptr, 0), DType::Float64);
}

Tensor cholesky(const Tensor& input, bool check) {
  const std::int64_t n = square_extent(input, "cholesky");
  const Tensor matrix = input.cast(DType::Float64);
  const double* a = matrix.data<double>();
  Tensor result = Tensor::full({n, n}, 0, DType::Float64);
  double* l = result.data<double>();
  for (std::int64_t i = 0; i < n; ++i) {
    for (std::int64_t j = 0; j <= i; ++j) {
      double sum = a[i * n + j];
      for (std::int64_t k = 0; k < j; ++k) {
        sum -= l[i * n + k] * l[j * n + k];
      }
      if (i != j) {
        l[i * n + j] = sum / l[j * n + j];
        continue;
      }
      if (check && !(sum > 0)) {
        throw NumericError("cholesky: the matrix is not positive definite");
      }
      assert(sum > 0 && "cholesky: the matrix is not positive definite");
      l[i * n + i] = std::sqrt(sum);
    }
  }
  return result;
}

Tensor newton_sqrt(const Tensor& input, double tolerance) {
  Tensor result = input.cast(to_floating(input.dtype()));
  dispatch_floating(result.dtype(), "newton_sqrt", [&](auto tag) {
    using T = typename decltype(tag)::type;
    T* values = result.data<T>();
    for (std::int64_t i = 0; i < result.size(); ++i) {
      const T target = values[i];
      T guess = target > 1 ? target / 2 : T{1};
      while (!(std::fabs(guess * guess - target) <= tolerance)) {
        guess = (guess + target / guess) / 2;
      }
      values[i] = guess;
    }
  });
  return result;
}

}  // namespace tinytensor
