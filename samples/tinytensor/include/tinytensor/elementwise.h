#pragma once

#include "tinytensor/tensor.h"

namespace tinytensor {

enum class UnaryOp { Negative, Absolute, Sign, Square, Sqrt, Exp, Log, Tanh, Sigmoid, Relu, Gelu, Floor, Round, IsNan, Not };

enum class BinaryOp {
  Add, Subtract, Multiply, Divide, FloorDivide, Remainder, Power, Maximum, Minimum,
  Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, And, Or
};

Tensor unary(UnaryOp op, const Tensor& input);

/// Broadcasts, promotes and applies. Integer division by zero throws NumericError.
Tensor binary(BinaryOp op, const Tensor& left, const Tensor& right);

Tensor where(const Tensor& condition, const Tensor& yes, const Tensor& no);
Tensor clip(const Tensor& input, double low, double high);

}  // namespace tinytensor
