#include "tinytensor/elementwise.h"

#include <cmath>
#include <limits>

#include "tinytensor/walker.h"

namespace tinytensor {
namespace {

template <typename T>
T apply_unary(UnaryOp op, T x) {
  switch (op) {
    case UnaryOp::Negative:
      return static_cast<T>(-x);
    case UnaryOp::Absolute:
      return x < 0 ? static_cast<T>(-x) : x;
    case UnaryOp::Sign:
      return static_cast<T>((x > 0) - (x < 0));
    case UnaryOp::Square:
      return static_cast<T>(x * x);
    case UnaryOp::Sqrt:
      return static_cast<T>(std::sqrt(x));
    case UnaryOp::Exp:
      return static_cast<T>(std::exp(x));
    case UnaryOp::Log:
      return static_cast<T>(std::log(x));
    case UnaryOp::Tanh:
      return static_cast<T>(std::tanh(x));
    case UnaryOp::Sigmoid:
      // Two forms, so that neither overflows.
      if (x >= 0) {
        return static_cast<T>(1 / (1 + std::exp(-x)));
      }
      return static_cast<T>(std::exp(x) / (1 + std::exp(x)));
    case UnaryOp::Relu:
      return x > 0 ? x : T{0};
    case UnaryOp::Gelu:
      return static_cast<T>(0.5 * x * (1 + std::erf(x * 0.70710678118654752440)));
    case UnaryOp::Floor:
      return static_cast<T>(std::floor(x));
    case UnaryOp::Round:
      return static_cast<T>(std::nearbyint(x));
    default:
      throw ArgumentError("not an arithmetic operation");
  }
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  if (b == 0) {
    throw NumericError("integer division by zero");
  }
  if (b == -1 && a == std::numeric_limits<std::int64_t>::min()) {
    throw NumericError("integer division overflows");
  }
  const std::int64_t quotient = a / b;
  return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}

std::int64_t integer_power(std::int64_t base, std::int64_t exponent) {
  if (exponent < 0) {
    throw NumericError("an integer to a negative power");
  }
  std::uint64_t result = 1;
  std::uint64_t factor = static_cast<std::uint64_t>(base);
  for (; exponent > 0; exponent >>= 1) {
    if ((exponent & 1) != 0) {
      result *= factor;
    }
    factor *= factor;
  }
  return static_cast<std::int64_t>(result);
}

template <typename T>
T apply_binary(BinaryOp op, T a, T b) {
  switch (op) {
    case BinaryOp::Add:
      return static_cast<T>(a + b);
    case BinaryOp::Subtract:
      return static_cast<T>(a - b);
    case BinaryOp::Multiply:
      return static_cast<T>(a * b);
    case BinaryOp::Maximum:
      return a > b || a != a ? a : b;
    case BinaryOp::Minimum:
      return a < b || a != a ? a : b;
    case BinaryOp::Divide:
    case BinaryOp::FloorDivide:
      if constexpr (std::is_floating_point_v<T>) {
        return op == BinaryOp::Divide ? a / b : std::floor(a / b);
      } else {
        return static_cast<T>(floor_divide(a, b));
      }
    case BinaryOp::Remainder:
      if constexpr (std::is_floating_point_v<T>) {
        return a - b * std::floor(a / b);
      } else {
        return static_cast<T>(a - b * floor_divide(a, b));
      }
    case BinaryOp::Power:
      if constexpr (std::is_floating_point_v<T>) {
        return std::pow(a, b);
      } else {
        return static_cast<T>(integer_power(a, b));
      }
    default:
      throw ArgumentError("not an arithmetic operation");
  }
}

template <typename T>
bool compare(BinaryOp op, T a, T b) {
  switch (op) {
    case BinaryOp::Equal:
      return a == b;
    case BinaryOp::NotEqual:
      return a != b;
    case BinaryOp::Less:
      return a < b;
    case BinaryOp::LessEqual:
      return a <= b;
    case BinaryOp::Greater:
      return a > b;
    case BinaryOp::GreaterEqual:
      return a >= b;
    case BinaryOp::And:
      return a != 0 && b != 0;
    case BinaryOp::Or:
      return a != 0 || b != 0;
    default:
      throw ArgumentError("not a comparison");
  }
}

bool needs_floating(UnaryOp op) {
  switch (op) {
    case UnaryOp::Sqrt:
    case UnaryOp::Exp:
    case UnaryOp::Log:
    case UnaryOp::Tanh:
    case UnaryOp::Sigmoid:
    case UnaryOp::Gelu:
    case UnaryOp::Floor:
    case UnaryOp::Round:
      return true;
    default:
      return false;
  }
}

template <typename T, typename Result, typename Function>
Tensor map_pairs(const Tensor& left, const Tensor& right, const Shape& shape, Function function) {
  Tensor result = Tensor::empty(shape, dtype_of<Result>());
  const T* a = left.data<T>();
  const T* b = right.data<T>();
  Result* output = result.data<Result>();
  Walker<2> walker(shape, {broadcast_strides(left.shape(), left.strides(), shape),
                           broadcast_strides(right.shape(), right.strides(), shape)});
  for (std::int64_t i = 0; !walker.done(); walker.next()) {
    output[i++] = function(a[walker[0]], b[walker[1]]);
  }
  return result;
}

}  // namespace

Tensor unary(UnaryOp op, const Tensor& input) {
  if (op == UnaryOp::IsNan || op == UnaryOp::Not) {
    Tensor result = Tensor::empty(input.shape(), DType::Bool);
    for (std::int64_t i = 0; i < input.size(); ++i) {
      const double value = input.at(i);
      result.data<bool>()[i] = op == UnaryOp::Not ? value == 0 : std::isnan(value);
    }
    return result;
  }
  const Tensor operand = needs_floating(op) ? input.cast(to_floating(input.dtype())) : input.dense();
  return dispatch_numeric(operand.dtype(), "elementwise", [&](auto tag) {
    using T = typename decltype(tag)::type;
    Tensor result = Tensor::empty(operand.shape(), operand.dtype());
    for (std::int64_t i = 0; i < operand.size(); ++i) {
      result.data<T>()[i] = apply_unary<T>(op, operand.data<T>()[i]);
    }
    return result;
  });
}

Tensor binary(BinaryOp op, const Tensor& left, const Tensor& right) {
  const Shape shape = broadcast_shapes(left.shape(), right.shape());
  DType dtype = promote(left.dtype(), right.dtype());
  const bool is_comparison = op >= BinaryOp::Equal;
  if (op == BinaryOp::Divide) {
    dtype = to_floating(dtype);
  }
  const Tensor a = left.dtype() == dtype ? left : left.cast(dtype);
  const Tensor b = right.dtype() == dtype ? right : right.cast(dtype);
  if (is_comparison) {
    return dispatch(dtype, [&](auto tag) {
      using T = typename decltype(tag)::type;
      return map_pairs<T, bool>(a, b, shape, [op](T x, T y) { return compare<T>(op, x, y); });
    });
  }
  return dispatch_numeric(dtype, "arithmetic", [&](auto tag) {
    using T = typename decltype(tag)::type;
    return map_pairs<T, T>(a, b, shape, [op](T x, T y) { return apply_binary<T>(op, x, y); });
  });
}

Tensor where(const Tensor& condition, const Tensor& yes, const Tensor& no) {
  if (condition.dtype() != DType::Bool) {
    throw DTypeError(std::string("where: the condition must be bool, not ") + name_of(condition.dtype()));
  }
  const Shape shape = broadcast_shapes(condition.shape(), broadcast_shapes(yes.shape(), no.shape()));
  const DType dtype = promote(yes.dtype(), no.dtype());
  const Tensor a = yes.cast(dtype);
  const Tensor b = no.cast(dtype);
  return dispatch(dtype, [&](auto tag) {
    using T = typename decltype(tag)::type;
    Tensor result = Tensor::empty(shape, dtype);
    Walker<3> walker(shape, {broadcast_strides(condition.shape(), condition.strides(), shape),
                             broadcast_strides(a.shape(), a.strides(), shape),
                             broadcast_strides(b.shape(), b.strides(), shape)});
    for (std::int64_t i = 0; !walker.done(); walker.next()) {
      result.data<T>()[i++] = condition.data<bool>()[walker[0]] ? a.data<T>()[walker[1]] : b.data<T>()[walker[2]];
    }
    return result;
  });
}

Tensor clip(const Tensor& input, double low, double high) {
  if (low > high) {
    throw ArgumentError("clip: the lower bound is above the upper one");
  }
  const Tensor operand = input.dense();
  return dispatch_numeric(operand.dtype(), "clip", [&](auto tag) {
    using T = typename decltype(tag)::type;
    Tensor result = Tensor::empty(operand.shape(), operand.dtype());
    for (std::int64_t i = 0; i < operand.size(); ++i) {
      const T value = operand.data<T>()[i];
      result.data<T>()[i] = value < low ? static_cast<T>(low) : value > high ? static_cast<T>(high) : value;
    }
    return result;
  });
}

}  // namespace tinytensor
