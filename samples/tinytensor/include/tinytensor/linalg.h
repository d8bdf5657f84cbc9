#pragma once

#include "tinytensor/tensor.h"

namespace tinytensor {

/// Vectors, matrices and batches of matrices, which broadcast.
Tensor matmul(const Tensor& left, const Tensor& right);
Tensor outer(const Tensor& left, const Tensor& right);
/// Solves a·x = b by elimination with partial pivoting.
Tensor solve(const Tensor& a, const Tensor& b);
Tensor determinant(const Tensor& input);
/// Without the check, a matrix that is not positive definite meets an assertion: the process aborts.
Tensor cholesky(const Tensor& input, bool check);
/// Elementwise square root by iteration until the error is at most `tolerance`. Does not terminate for NaN, for
/// negative numbers, and for tolerances that rounding cannot reach.
Tensor newton_sqrt(const Tensor& input, double tolerance);

}  // namespace tinytensor
