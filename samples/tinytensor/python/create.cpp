#include "binding.h"
#include "tinytensor/fault.h"

namespace binding {

using tinytensor::DType;
using tinytensor::Tensor;

namespace {

PyObject* array(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"values", "dtype", nullptr};
    PyObject* values = nullptr;
    const char* dtype = nullptr;
    parse(arguments, named, "O|z", names, &values, &dtype);
    const Tensor tensor = to_tensor(values);
    return wrap(tensor.cast(dtype == nullptr ? tensor.dtype() : tinytensor::parse_dtype(dtype)));
  });
}

PyObject* filled(PyObject* arguments, PyObject* named, double value) {
  return guarded([&] {
    static const char* const names[] = {"shape", "dtype", nullptr};
    PyObject* shape = nullptr;
    const char* dtype = "float64";
    parse(arguments, named, "O|s", names, &shape, &dtype);
    return wrap(Tensor::full(to_shape(shape), value, tinytensor::parse_dtype(dtype)));
  });
}

PyObject* zeros(PyObject*, PyObject* arguments, PyObject* named) { return filled(arguments, named, 0); }

PyObject* ones(PyObject*, PyObject* arguments, PyObject* named) { return filled(arguments, named, 1); }

PyObject* full(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"shape", "value", "dtype", nullptr};
    PyObject* shape = nullptr;
    double value = 0;
    const char* dtype = "float64";
    parse(arguments, named, "Od|s", names, &shape, &value, &dtype);
    return wrap(Tensor::full(to_shape(shape), value, tinytensor::parse_dtype(dtype)));
  });
}

PyObject* arange(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"start", "stop", "step", "dtype", nullptr};
    double start = 0;
    double stop = 0;
    double step = 1;
    const char* dtype = "int64";
    parse(arguments, named, "dd|ds", names, &start, &stop, &step, &dtype);
    return wrap(Tensor::arange(start, stop, step, tinytensor::parse_dtype(dtype)));
  });
}

PyObject* linspace(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"start", "stop", "count", nullptr};
    double start = 0;
    double stop = 0;
    long long count = 50;
    parse(arguments, named, "dd|L", names, &start, &stop, &count);
    return wrap(Tensor::linspace(start, stop, count));
  });
}

PyObject* eye(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"rows", "columns", "dtype", nullptr};
    long long rows = 0;
    PyObject* columns = nullptr;
    const char* dtype = "float64";
    parse(arguments, named, "L|Os", names, &rows, &columns, &dtype);
    return wrap(Tensor::eye(rows, to_axis(columns).value_or(rows), tinytensor::parse_dtype(dtype)));
  });
}

PyObject* random(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"shape", "seed", nullptr};
    PyObject* shape = nullptr;
    unsigned long long seed = 0;
    parse(arguments, named, "O|K", names, &shape, &seed);
    return wrap(Tensor::random(to_shape(shape), seed));
  });
}

PyObject* fault(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&]() -> PyObject* {
    static const char* const names[] = {"kind", nullptr};
    const char* kind = nullptr;
    parse(arguments, named, "s", names, &kind);
    tinytensor::fault(kind);
    Py_RETURN_NONE;
  });
}

PyObject* recurse(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"depth", nullptr};
    long long depth = 0;
    parse(arguments, named, "L", names, &depth);
    return PyLong_FromLongLong(tinytensor::recurse(depth));
  });
}

}  // namespace

PyMethodDef create_functions[] = {
    {"array", keywords(array), METH_VARARGS | METH_KEYWORDS, "array(values, dtype=None): from numbers and nested lists."},
    {"zeros", keywords(zeros), METH_VARARGS | METH_KEYWORDS, "zeros(shape, dtype='float64')"},
    {"ones", keywords(ones), METH_VARARGS | METH_KEYWORDS, "ones(shape, dtype='float64')"},
    {"full", keywords(full), METH_VARARGS | METH_KEYWORDS, "full(shape, value, dtype='float64')"},
    {"arange", keywords(arange), METH_VARARGS | METH_KEYWORDS, "arange(start, stop, step=1, dtype='int64')"},
    {"linspace", keywords(linspace), METH_VARARGS | METH_KEYWORDS, "linspace(start, stop, count=50)"},
    {"eye", keywords(eye), METH_VARARGS | METH_KEYWORDS, "eye(rows, columns=None, dtype='float64')"},
    {"random", keywords(random), METH_VARARGS | METH_KEYWORDS, "random(shape, seed=0): uniform in [0, 1)."},
    {"fault", keywords(fault), METH_VARARGS | METH_KEYWORDS, "fault(kind): ends the process in the named way."},
    {"recurse", keywords(recurse), METH_VARARGS | METH_KEYWORDS, "recurse(depth): overflows the stack when deep."},
    {nullptr, nullptr, 0, nullptr},
};

}  // namespace binding
