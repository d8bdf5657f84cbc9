#include "binding.h"

namespace binding {

using tinytensor::DType;
using tinytensor::Shape;
using tinytensor::Tensor;

namespace {

bool is_text(PyObject* object) { return PyUnicode_Check(object) || PyBytes_Check(object); }

bool is_list(PyObject* object) { return !is_text(object) && (PyList_Check(object) || PyTuple_Check(object)); }

/// What the first pass over nested lists learns. The recursion has no limit of depth, on purpose: lists that are nested
/// deeply enough overflow the stack, as they do in many real libraries.
struct Survey {
  Shape shape;
  DType dtype = DType::Bool;
  bool any = false;

  void visit(PyObject* object, std::size_t depth) {
    if (is_list(object)) {
      const Py_ssize_t length = PySequence_Size(object);
      if (depth == shape.size()) {
        if (any) {
          throw tinytensor::ShapeError("array: ragged nested lists");
        }
        shape.push_back(length);
      } else if (shape[depth] != length) {
        throw tinytensor::ShapeError("array: ragged nested lists");
      }
      for (Py_ssize_t i = 0; i < length; ++i) {
        visit(Reference(PySequence_GetItem(object, i)).get(), depth + 1);
      }
      return;
    }
    if (depth != shape.size()) {
      throw tinytensor::ShapeError("array: ragged nested lists");
    }
    any = true;
    if (PyBool_Check(object)) {
      dtype = promote(dtype, DType::Bool);
    } else if (PyLong_Check(object)) {
      dtype = promote(dtype, DType::Int64);
    } else if (PyFloat_Check(object)) {
      dtype = promote(dtype, DType::Float64);
    } else {
      PyErr_Format(PyExc_TypeError, "array: cannot convert %R", reinterpret_cast<PyObject*>(Py_TYPE(object)));
      throw PythonError();
    }
  }
};

void fill(PyObject* object, Tensor& target, std::int64_t& position) {
  if (is_list(object)) {
    const Py_ssize_t length = PySequence_Size(object);
    for (Py_ssize_t i = 0; i < length; ++i) {
      fill(Reference(PySequence_GetItem(object, i)).get(), target, position);
    }
    return;
  }
  if (target.dtype() == DType::Int64) {
    target.data<std::int64_t>()[position++] = to_integer(object);
  } else {
    target.set(position++, to_number(object));
  }
}

}  // namespace

std::int64_t to_integer(PyObject* object) {
  const Reference index(PyNumber_Index(object));
  const long long value = PyLong_AsLongLong(index.get());
  if (value == -1 && PyErr_Occurred() != nullptr) {
    throw PythonError();
  }
  return value;
}

double to_number(PyObject* object) {
  const double value = PyFloat_AsDouble(object);
  if (value == -1.0 && PyErr_Occurred() != nullptr) {
    throw PythonError();
  }
  return value;
}

std::optional<std::int64_t> to_axis(PyObject* object) {
  if (object == nullptr || object == Py_None) {
    return std::nullopt;
  }
  return to_integer(object);
}

Shape to_shape(PyObject* object) {
  if (!is_list(object)) {
    return {to_integer(object)};
  }
  Shape shape;
  const Py_ssize_t length = PySequence_Size(object);
  for (Py_ssize_t i = 0; i < length; ++i) {
    shape.push_back(to_integer(Reference(PySequence_GetItem(object, i)).get()));
  }
  return shape;
}

Tensor to_tensor(PyObject* object) {
  if (const Tensor* tensor = unwrap(object)) {
    return *tensor;
  }
  Survey survey;
  survey.visit(object, 0);
  Tensor result = Tensor::empty(survey.shape, survey.any ? survey.dtype : DType::Float64);
  std::int64_t position = 0;
  fill(object, result, position);
  return result;
}

Tensor to_tensor(PyObject* object, DType dtype) {
  const Tensor tensor = to_tensor(object);
  return tensor.dtype() == dtype ? tensor : tensor.cast(dtype);
}

std::vector<Tensor> to_tensors(PyObject* object) {
  if (!is_list(object)) {
    PyErr_SetString(PyExc_TypeError, "a list or tuple of tensors is needed");
    throw PythonError();
  }
  std::vector<Tensor> tensors;
  const Py_ssize_t length = PySequence_Size(object);
  for (Py_ssize_t i = 0; i < length; ++i) {
    tensors.push_back(to_tensor(Reference(PySequence_GetItem(object, i)).get()));
  }
  return tensors;
}

PyObject* from_shape(const Shape& shape) {
  PyObject* result = PyTuple_New(static_cast<Py_ssize_t>(shape.size()));
  if (result == nullptr) {
    throw PythonError();
  }
  for (std::size_t i = 0; i < shape.size(); ++i) {
    PyTuple_SetItem(result, static_cast<Py_ssize_t>(i), PyLong_FromLongLong(shape[i]));
  }
  return result;
}

PyObject* from_element(const Tensor& tensor, std::int64_t position) {
  switch (tensor.dtype()) {
    case DType::Bool:
      return PyBool_FromLong(tensor.at(position) != 0);
    case DType::Int64:
      return PyLong_FromLongLong(tensor.dense().data<std::int64_t>()[position]);
    default:
      return PyFloat_FromDouble(tensor.at(position));
  }
}

PyObject* to_list(const Tensor& tensor) {
  if (tensor.axes() == 0) {
    return from_element(tensor, 0);
  }
  const std::int64_t length = tensor.shape()[0];
  const Shape shape(tensor.shape().begin() + 1, tensor.shape().end());
  const Shape strides(tensor.strides().begin() + 1, tensor.strides().end());
  PyObject* result = PyList_New(static_cast<Py_ssize_t>(length));
  if (result == nullptr) {
    throw PythonError();
  }
  for (std::int64_t i = 0; i < length; ++i) {
    PyObject* item = to_list(tensor.view(shape, strides, i * tensor.strides()[0]));
    if (item == nullptr) {
      Py_DECREF(result);
      throw PythonError();
    }
    PyList_SetItem(result, static_cast<Py_ssize_t>(i), item);
  }
  return result;
}

}  // namespace binding
