#pragma once

#ifndef Py_LIMITED_API
#error "compile with -DPy_LIMITED_API=0x03080000: one module for every Python from 3.8 on"
#endif
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <optional>
#include <utility>
#include <vector>

#include "tinytensor/tensor.h"

namespace binding {

/// Thrown after a Python exception was set.
struct PythonError {};

/// Owns one reference.
class Reference {
 public:
  explicit Reference(PyObject* object) : object_(object) {
    if (object == nullptr) {
      throw PythonError();
    }
  }
  Reference(const Reference&) = delete;
  Reference& operator=(const Reference&) = delete;
  ~Reference() { Py_DECREF(object_); }

  PyObject* get() const { return object_; }

 private:
  PyObject* object_;
};

/// Makes ShapeError, DTypeError … members of the module.
void add_exceptions(PyObject* module);
/// Turns the C++ exception in flight into a Python one.
void set_python_error();

/// Runs `body`, which returns a new reference; a C++ exception becomes a Python one.
template <typename Body>
PyObject* guarded(Body&& body) {
  try {
    return body();
  } catch (...) {
    set_python_error();
    return nullptr;
  }
}

void add_tensor_type(PyObject* module);
PyObject* wrap(tinytensor::Tensor tensor);
PyObject* wrap(std::pair<tinytensor::Tensor, tinytensor::Tensor> tensors);
/// The tensor inside of a Python object, or nullptr.
const tinytensor::Tensor* unwrap(PyObject* object);

// Conversions; each throws PythonError with a TypeError or ValueError set, or an error of the library.
tinytensor::Tensor to_tensor(PyObject* object);
tinytensor::Tensor to_tensor(PyObject* object, tinytensor::DType dtype);
std::vector<tinytensor::Tensor> to_tensors(PyObject* object);
/// An integer or a sequence of integers.
tinytensor::Shape to_shape(PyObject* object);
std::int64_t to_integer(PyObject* object);
double to_number(PyObject* object);
/// None or a null pointer means no axis.
std::optional<std::int64_t> to_axis(PyObject* object);
PyObject* from_shape(const tinytensor::Shape& shape);
PyObject* from_element(const tinytensor::Tensor& tensor, std::int64_t position);
/// Nested lists; a number for a tensor without axes.
PyObject* to_list(const tinytensor::Tensor& tensor);

// Function tables, one per source file; each ends with an empty entry.
extern PyMethodDef create_functions[];
extern PyMethodDef elementwise_functions[];
extern PyMethodDef shape_functions[];
extern PyMethodDef compute_functions[];

// Subscripts and operators of the type.
PyObject* get_subscript(PyObject* self, PyObject* key);
int set_subscript(PyObject* self, PyObject* key, PyObject* value);

/// Cast for tables of functions with keyword arguments.
inline PyCFunction keywords(PyObject* (*function)(PyObject*, PyObject*, PyObject*)) {
  return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function));
}

/// PyArg_ParseTupleAndKeywords that throws.
template <std::size_t N, typename... Targets>
void parse(PyObject* arguments, PyObject* named, const char* format, const char* const (&names)[N], Targets... targets) {
  if (!PyArg_ParseTupleAndKeywords(arguments, named, format, const_cast<char**>(names), targets...)) {
    throw PythonError();
  }
}

}  // namespace binding
