#include <torch/csrc/autograd/custom_function.h>

#include "ops.h"

namespace torch_ops {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

struct Swish : Function<Swish> {
  static Tensor forward(AutogradContext* context, const Tensor& input, double beta) {
    context->save_for_backward({input});
    context->saved_data["beta"] = beta;
    return input * at::sigmoid(input * beta);
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const Tensor input = context->get_saved_variables()[0];
    const double beta = context->saved_data["beta"].toDouble();
    const Tensor gate = at::sigmoid(input * beta);
    return {gradients[0] * (gate + beta * input * gate * (1 - gate)), Tensor()};
  }
};

/// Clamps, and lets every gradient through that points back into the range.
struct ClampThrough : Function<ClampThrough> {
  static Tensor forward(AutogradContext* context, const Tensor& input, double low, double high) {
    context->save_for_backward({input});
    context->saved_data["low"] = low;
    context->saved_data["high"] = high;
    return at::clamp(input, low, high);
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const Tensor input = context->get_saved_variables()[0];
    const Tensor gradient = gradients[0];
    const Tensor inside = (input >= context->saved_data["low"].toDouble()) & (input <= context->saved_data["high"].toDouble());
    const Tensor inward = ((input < context->saved_data["low"].toDouble()) & (gradient < 0)) |
                          ((input > context->saved_data["high"].toDouble()) & (gradient > 0));
    return {at::where(inside | inward, gradient, at::zeros_like(gradient)), Tensor(), Tensor()};
  }
};

struct WeightedNorm : Function<WeightedNorm> {
  static Tensor forward(AutogradContext* context, const Tensor& input, const Tensor& weight) {
    const Tensor norm = (input * input * weight).sum().sqrt();
    context->save_for_backward({input, weight, norm});
    return norm;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor& input = saved[0];
    const Tensor& weight = saved[1];
    const Tensor& norm = saved[2];
    if (norm.item<double>() == 0) {
      return {at::zeros_like(input), at::zeros_like(weight)};
    }
    const Tensor factor = gradients[0] / norm;
    Tensor to_input;
    Tensor to_weight;
    if (context->needs_input_grad(0)) {
      to_input = factor * input * weight;
    }
    if (context->needs_input_grad(1)) {
      to_weight = factor * input * input / 2;
    }
    return {to_input, to_weight};
  }
};

}  // namespace

Tensor swish(const Tensor& input, double beta) {
  TORCH_CHECK_TYPE(input.is_floating_point(), "swish: needs a floating tensor, not ", input.scalar_type());
  return Swish::apply(input, beta);
}

Tensor clamp_through(const Tensor& input, double low, double high) {
  TORCH_CHECK_VALUE(low <= high, "clamp_through: low (", low, ") is above high (", high, ")");
  return ClampThrough::apply(input, low, high);
}

Tensor weighted_norm(const Tensor& input, const Tensor& weight) {
  TORCH_CHECK(input.sizes() == weight.sizes(), "weighted_norm: input of size ", input.sizes(), " and weight of size ", weight.sizes());
  TORCH_CHECK_TYPE(input.is_floating_point(), "weighted_norm: needs floating tensors");
  return WeightedNorm::apply(input, weight);
}

}  // namespace torch_ops
