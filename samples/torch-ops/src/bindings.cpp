#include <c10/util/Exception.h>
#include <torch/csrc/utils/pybind.h>

#include "ops.h"

namespace py = pybind11;

namespace {

torch_ops::Tensor conv2d(const at::Tensor& input, const at::Tensor& weight, const c10::optional<at::Tensor>& bias,
                         const std::vector<int64_t>& stride, const std::vector<int64_t>& padding,
                         const std::vector<int64_t>& dilation, int64_t groups) {
  return torch_ops::conv2d(input, weight, bias, stride, padding, dilation, groups);
}

/// The Python exceptions that PyTorch's own functions raise, without the C++ backtrace.
void translate(std::exception_ptr pointer) {
  try {
    std::rethrow_exception(pointer);
  } catch (const c10::IndexError& error) {
    PyErr_SetString(PyExc_IndexError, error.what_without_backtrace());
  } catch (const c10::ValueError& error) {
    PyErr_SetString(PyExc_ValueError, error.what_without_backtrace());
  } catch (const c10::TypeError& error) {
    PyErr_SetString(PyExc_TypeError, error.what_without_backtrace());
  } catch (const c10::Error& error) {
    PyErr_SetString(PyExc_RuntimeError, error.what_without_backtrace());
  }
}

}  // namespace

PYBIND11_MODULE(torch_ops, m) {
  m.doc() = "Operators on PyTorch tensors, made to be measured.";
  py::register_local_exception_translator(translate);
  const auto none = py::none();
  m.def("blend", &torch_ops::blend, py::arg("start"), py::arg("end"), py::arg("weight"));
  m.def("smooth_step", &torch_ops::smooth_step, py::arg("input"), py::arg("low") = 0.0, py::arg("high") = 1.0);
  m.def("bit_mix", &torch_ops::bit_mix, py::arg("left"), py::arg("right"));
  m.def("scale_add", &torch_ops::scale_add, py::arg("input"), py::arg("scale"), py::arg("bias") = none, py::arg("grain") = 1024);
  m.def("newton_root", &torch_ops::newton_root, py::arg("input"), py::arg("degree") = 2, py::arg("tolerance") = 1e-4);
  m.def("masked_softmax", &torch_ops::masked_softmax, py::arg("input"), py::arg("mask") = none, py::arg("dim") = -1);
  m.def("pairwise_distance", &torch_ops::pairwise_distance, py::arg("left"), py::arg("right"), py::arg("p") = 2.0);
  m.def("scan", &torch_ops::scan, py::arg("input"), py::arg("dim") = 0, py::arg("operation") = "sum", py::arg("exclusive") = false);
  m.def("top_rows", &torch_ops::top_rows, py::arg("input"), py::arg("count"), py::arg("largest") = true);
  m.def("histogram", &torch_ops::histogram, py::arg("input"), py::arg("bins") = 10, py::arg("low") = 0.0, py::arg("high") = 1.0,
        py::arg("weight") = none);
  m.def("segment_reduce", &torch_ops::segment_reduce, py::arg("data"), py::arg("lengths"), py::arg("reduce") = "sum",
        py::arg("initial") = 0.0);
  m.def("embedding_bag", &torch_ops::embedding_bag, py::arg("table"), py::arg("indices"), py::arg("offsets"),
        py::arg("mode") = "sum", py::arg("padding") = -1);
  m.def("gather_rows", &torch_ops::gather_rows, py::arg("input"), py::arg("rows"), py::arg("check") = true);
  m.def("edit_distance", &torch_ops::edit_distance, py::arg("left"), py::arg("left_lengths"), py::arg("right"),
        py::arg("right_lengths"));
  m.def("sparse_matmul", &torch_ops::sparse_matmul, py::arg("indices"), py::arg("values"), py::arg("rows"), py::arg("dense"));
  m.def("conv2d", &conv2d, py::arg("input"), py::arg("weight"), py::arg("bias") = none, py::arg("stride") = std::vector<int64_t>{1},
        py::arg("padding") = std::vector<int64_t>{0}, py::arg("dilation") = std::vector<int64_t>{1}, py::arg("groups") = 1);
  m.def("unfold", &torch_ops::unfold, py::arg("input"), py::arg("window"), py::arg("step") = 1);
  m.def("grid_sample", &torch_ops::grid_sample, py::arg("input"), py::arg("grid"), py::arg("padding") = "zeros",
        py::arg("align_corners") = false);
  m.def("nms", &torch_ops::nms, py::arg("boxes"), py::arg("scores"), py::arg("threshold") = 0.5);
  m.def("roi_pool", &torch_ops::roi_pool, py::arg("input"), py::arg("boxes"), py::arg("height") = 2, py::arg("width") = 2);
  m.def("swish", &torch_ops::swish, py::arg("input"), py::arg("beta") = 1.0);
  m.def("clamp_through", &torch_ops::clamp_through, py::arg("input"), py::arg("low") = -1.0, py::arg("high") = 1.0);
  m.def("weighted_norm", &torch_ops::weighted_norm, py::arg("input"), py::arg("weight"));
}
