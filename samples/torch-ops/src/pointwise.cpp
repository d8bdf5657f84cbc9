#include <ATen/Dispatch.h>
#include <ATen/Parallel.h>
#include <ATen/native/TensorIterator.h>
#include <ATen/native/cpu/Loops.h>

#include <cmath>

#include "ops.h"

namespace torch_ops {

Tensor blend(const Tensor& start, const Tensor& end, const Tensor& weight) {
  TORCH_CHECK(start.scalar_type() == end.scalar_type(), "blend: start is ", start.scalar_type(), " but end is ",
              end.scalar_type());
  TORCH_CHECK(weight.is_floating_point(), "blend: the weight must be floating, not ", weight.scalar_type());
  Tensor output;
  const auto amount = weight.to(start.scalar_type());
  auto iterator = at::TensorIteratorConfig().add_output(output).add_input(start).add_input(end).add_input(amount).build();
  AT_DISPATCH_FLOATING_TYPES_AND(at::kBFloat16, iterator.common_dtype(), "blend", [&] {
    at::native::cpu_kernel(iterator, [](scalar_t a, scalar_t b, scalar_t w) -> scalar_t {
      // Two forms, exact at either end.
      return w < scalar_t(0.5) ? a + w * (b - a) : b - (b - a) * (scalar_t(1) - w);
    });
  });
  return iterator.output();
}

Tensor smooth_step(const Tensor& input, double low, double high) {
  TORCH_CHECK_VALUE(low < high, "smooth_step: low (", low, ") must be below high (", high, ")");
  Tensor output;
  auto iterator = at::TensorIteratorConfig()
                      .add_output(output)
                      .add_input(input)
                      .promote_inputs_to_common_dtype(true)
                      .promote_integer_inputs_to_float(true)
                      .cast_common_dtype_to_outputs(true)
                      .build();
  AT_DISPATCH_FLOATING_TYPES(iterator.common_dtype(), "smooth_step", [&] {
    at::native::cpu_kernel(iterator, [=](scalar_t x) -> scalar_t {
      if (x <= low) {
        return 0;
      }
      if (x >= high) {
        return 1;
      }
      const auto t = static_cast<scalar_t>((x - low) / (high - low));
      return t * t * (3 - 2 * t);
    });
  });
  return iterator.output();
}

Tensor bit_mix(const Tensor& left, const Tensor& right) {
  TORCH_CHECK_TYPE(at::isIntegralType(left.scalar_type(), false) && at::isIntegralType(right.scalar_type(), false),
                   "bit_mix: needs integers, got ", left.scalar_type(), " and ", right.scalar_type());
  Tensor output;
  auto iterator = at::TensorIterator::binary_op(output, left, right);
  AT_DISPATCH_INTEGRAL_TYPES(iterator.common_dtype(), "bit_mix", [&] {
    at::native::cpu_kernel(iterator, [](scalar_t a, scalar_t b) -> scalar_t {
      const scalar_t high = a > b ? a : b;
      return static_cast<scalar_t>((a ^ b) & high);
    });
  });
  return iterator.output();
}

Tensor scale_add(const Tensor& input, const Tensor& scale, const OptionalTensor& bias, int64_t grain) {
  TORCH_CHECK(input.dim() == 2, "scale_add: expected a matrix, got ", input.dim(), " dimensions");
  TORCH_CHECK(scale.dim() == 1 && scale.size(0) == input.size(1), "scale_add: scale of size ", scale.sizes(),
              " does not fit input of size ", input.sizes());
  TORCH_CHECK(!bias.has_value() || bias->sizes() == scale.sizes(), "scale_add: bias and scale differ in size");
  TORCH_CHECK_VALUE(grain > 0, "scale_add: grain must be positive, got ", grain);
  auto output = at::empty(input.sizes(), input.options());
  AT_DISPATCH_FLOATING_TYPES(input.scalar_type(), "scale_add", [&] {
    const auto from = input.accessor<scalar_t, 2>();
    const auto factors = scale.to(input.scalar_type()).contiguous();
    const auto offsets = bias.has_value() ? bias->to(input.scalar_type()).contiguous() : Tensor();
    const scalar_t* factor = factors.data_ptr<scalar_t>();
    const scalar_t* offset = offsets.defined() ? offsets.data_ptr<scalar_t>() : nullptr;
    auto to = output.accessor<scalar_t, 2>();
    at::parallel_for(0, input.size(0), grain, [&](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; ++row) {
        for (int64_t column = 0; column < input.size(1); ++column) {
          to[row][column] = from[row][column] * factor[column] + (offset != nullptr ? offset[column] : scalar_t(0));
        }
      }
    });
  });
  return output;
}

Tensor newton_root(const Tensor& input, int64_t degree, double tolerance) {
  TORCH_CHECK_VALUE(degree >= 1 && degree <= 16, "newton_root: degree must be in [1, 16], got ", degree);
  auto output = input.clone(at::MemoryFormat::Contiguous);
  AT_DISPATCH_FLOATING_TYPES(input.scalar_type(), "newton_root", [&] {
    scalar_t* values = output.data_ptr<scalar_t>();
    for (int64_t i = 0; i < output.numel(); ++i) {
      const scalar_t target = values[i];
      TORCH_CHECK_VALUE(!(target < 0), "newton_root: negative element ", target);
      if (target == 0) {
        continue;
      }
      scalar_t guess = target > 1 ? target : scalar_t(1);
      for (;;) {
        const auto power = static_cast<scalar_t>(std::pow(guess, degree - 1));
        if (std::abs(power * guess - target) <= tolerance) {
          break;
        }
        guess -= (power * guess - target) / (static_cast<scalar_t>(degree) * power);
      }
      values[i] = guess;
    }
  });
  return output;
}

}  // namespace torch_ops
