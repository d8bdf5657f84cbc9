#include "binding.h"
#include "tinytensor/linalg.h"
#include "tinytensor/nn.h"
#include "tinytensor/reduce.h"
#include "tinytensor/sort.h"

namespace binding {

using tinytensor::ReduceOp;
using tinytensor::Tensor;

namespace {

template <ReduceOp Op>
PyObject* reduced(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "axis", "keep_axes", nullptr};
    PyObject* input = nullptr;
    PyObject* axis = nullptr;
    int keep = 0;
    parse(arguments, named, "O|Op", names, &input, &axis, &keep);
    return wrap(reduce(Op, to_tensor(input), to_axis(axis), keep != 0));
  });
}

template <bool Largest>
PyObject* extreme(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "axis", nullptr};
    PyObject* input = nullptr;
    PyObject* axis = nullptr;
    parse(arguments, named, "O|O", names, &input, &axis);
    return wrap(arg_extreme(to_tensor(input), to_axis(axis), Largest));
  });
}

template <bool Product>
PyObject* running(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "axis", "reverse", nullptr};
    PyObject* input = nullptr;
    long long axis = 0;
    int reverse = 0;
    parse(arguments, named, "O|Lp", names, &input, &axis, &reverse);
    return wrap(cumulative(to_tensor(input), axis, Product, reverse != 0));
  });
}

template <Tensor (*Function)(const Tensor&, const Tensor&)>
PyObject* two_tensors(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"left", "right", nullptr};
    PyObject* left = nullptr;
    PyObject* right = nullptr;
    parse(arguments, named, "OO", names, &left, &right);
    return wrap(Function(to_tensor(left), to_tensor(right)));
  });
}

PyObject* det(PyObject*, PyObject* input) {
  return guarded([&] { return wrap(tinytensor::determinant(to_tensor(input))); });
}

PyObject* cholesky(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "check", nullptr};
    PyObject* input = nullptr;
    int check = 1;
    parse(arguments, named, "O|p", names, &input, &check);
    return wrap(tinytensor::cholesky(to_tensor(input), check != 0));
  });
}

PyObject* newton_sqrt(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "tolerance", nullptr};
    PyObject* input = nullptr;
    double tolerance = 1e-9;
    parse(arguments, named, "O|d", names, &input, &tolerance);
    return wrap(tinytensor::newton_sqrt(to_tensor(input), tolerance));
  });
}

template <bool Logarithm>
PyObject* softmax(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "axis", nullptr};
    PyObject* input = nullptr;
    long long axis = -1;
    parse(arguments, named, "O|L", names, &input, &axis);
    return wrap(tinytensor::softmax(to_tensor(input), axis, Logarithm));
  });
}

PyObject* conv1d(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "weight", "bias", "stride", "padding", "dilation", "groups", nullptr};
    PyObject* input = nullptr;
    PyObject* weight = nullptr;
    PyObject* bias = Py_None;
    long long stride = 1;
    long long padding = 0;
    long long dilation = 1;
    long long groups = 1;
    parse(arguments, named, "OO|OLLLL", names, &input, &weight, &bias, &stride, &padding, &dilation, &groups);
    std::optional<Tensor> values;
    if (bias != Py_None) {
      values = to_tensor(bias);
    }
    return wrap(tinytensor::conv1d(to_tensor(input), to_tensor(weight), values ? &*values : nullptr, stride, padding,
                                   dilation, groups));
  });
}

PyObject* pool1d(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "window", "stride", "average", nullptr};
    PyObject* input = nullptr;
    long long window = 0;
    long long stride = 1;
    int average = 0;
    parse(arguments, named, "OL|Lp", names, &input, &window, &stride, &average);
    return wrap(tinytensor::pool1d(to_tensor(input), window, stride, average != 0));
  });
}

PyObject* layer_norm(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "gain", "epsilon", nullptr};
    PyObject* input = nullptr;
    PyObject* gain = Py_None;
    double epsilon = 1e-5;
    parse(arguments, named, "O|Od", names, &input, &gain, &epsilon);
    std::optional<Tensor> values;
    if (gain != Py_None) {
      values = to_tensor(gain);
    }
    return wrap(tinytensor::layer_norm(to_tensor(input), values ? &*values : nullptr, epsilon));
  });
}

PyObject* embedding(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"table", "indices", "padding_index", nullptr};
    PyObject* table = nullptr;
    PyObject* indices = nullptr;
    long long padding = -1;
    parse(arguments, named, "OO|L", names, &table, &indices, &padding);
    return wrap(tinytensor::embedding(to_tensor(table), to_tensor(indices), padding));
  });
}

PyObject* cross_entropy(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"logits", "labels", "smoothing", nullptr};
    PyObject* logits = nullptr;
    PyObject* labels = nullptr;
    double smoothing = 0;
    parse(arguments, named, "OO|d", names, &logits, &labels, &smoothing);
    return wrap(tinytensor::cross_entropy(to_tensor(logits), to_tensor(labels), smoothing));
  });
}

PyObject* sort(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "axis", "descending", nullptr};
    PyObject* input = nullptr;
    long long axis = -1;
    int descending = 0;
    parse(arguments, named, "O|Lp", names, &input, &axis, &descending);
    return wrap(tinytensor::sort(to_tensor(input), axis, descending != 0));
  });
}

PyObject* topk(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "count", "axis", "largest", nullptr};
    PyObject* input = nullptr;
    long long count = 0;
    long long axis = -1;
    int largest = 1;
    parse(arguments, named, "OL|Lp", names, &input, &count, &axis, &largest);
    return wrap(tinytensor::topk(to_tensor(input), count, axis, largest != 0));
  });
}

PyObject* unique(PyObject*, PyObject* input) {
  return guarded([&] { return wrap(tinytensor::unique(to_tensor(input))); });
}

PyObject* searchsorted(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"sorted", "values", "right", nullptr};
    PyObject* sorted = nullptr;
    PyObject* values = nullptr;
    int right = 0;
    parse(arguments, named, "OO|p", names, &sorted, &values, &right);
    return wrap(tinytensor::searchsorted(to_tensor(sorted), to_tensor(values), right != 0));
  });
}

PyMethodDef entry(const char* name, PyObject* (*function)(PyObject*, PyObject*, PyObject*), const char* documentation) {
  return {name, keywords(function), METH_VARARGS | METH_KEYWORDS, documentation};
}

}  // namespace

PyMethodDef compute_functions[] = {
    entry("sum", reduced<ReduceOp::Sum>, "sum(input, axis=None, keep_axes=False)"),
    entry("prod", reduced<ReduceOp::Product>, "prod(input, axis=None, keep_axes=False)"),
    entry("mean", reduced<ReduceOp::Mean>, "mean(input, axis=None, keep_axes=False)"),
    entry("var", reduced<ReduceOp::Variance>, "var(input, axis=None, keep_axes=False)"),
    entry("min", reduced<ReduceOp::Minimum>, "min(input, axis=None, keep_axes=False)"),
    entry("max", reduced<ReduceOp::Maximum>, "max(input, axis=None, keep_axes=False)"),
    entry("any", reduced<ReduceOp::Any>, "any(input, axis=None, keep_axes=False)"),
    entry("all", reduced<ReduceOp::All>, "all(input, axis=None, keep_axes=False)"),
    entry("argmax", extreme<true>, "argmax(input, axis=None)"),
    entry("argmin", extreme<false>, "argmin(input, axis=None)"),
    entry("cumsum", running<false>, "cumsum(input, axis=0, reverse=False)"),
    entry("cumprod", running<true>, "cumprod(input, axis=0, reverse=False)"),
    entry("matmul", two_tensors<tinytensor::matmul>, "matmul(left, right)"),
    entry("outer", two_tensors<tinytensor::outer>, "outer(left, right)"),
    entry("solve", two_tensors<tinytensor::solve>, "solve(left, right)"),
    {"det", det, METH_O, "det(input)"},
    entry("cholesky", cholesky, "cholesky(input, check=True): without the check, an assertion."),
    entry("newton_sqrt", newton_sqrt, "newton_sqrt(input, tolerance=1e-9): may never end."),
    entry("softmax", softmax<false>, "softmax(input, axis=-1)"),
    entry("log_softmax", softmax<true>, "log_softmax(input, axis=-1)"),
    entry("conv1d", conv1d, "conv1d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1)"),
    entry("pool1d", pool1d, "pool1d(input, window, stride=1, average=False)"),
    entry("layer_norm", layer_norm, "layer_norm(input, gain=None, epsilon=1e-5)"),
    entry("embedding", embedding, "embedding(table, indices, padding_index=-1)"),
    entry("cross_entropy", cross_entropy, "cross_entropy(logits, labels, smoothing=0)"),
    entry("sort", sort, "sort(input, axis=-1, descending=False): values and positions."),
    entry("topk", topk, "topk(input, count, axis=-1, largest=True): values and positions."),
    {"unique", unique, METH_O, "unique(input): sorted values and their counts."},
    entry("searchsorted", searchsorted, "searchsorted(sorted, values, right=False)"),
    {nullptr, nullptr, 0, nullptr},
};

}  // namespace binding
