#include <new>
#include <string>

#include "binding.h"
#include "tinytensor/error.h"

namespace binding {
namespace {

PyObject* s_error = nullptr;
PyObject* s_shape_error = nullptr;
PyObject* s_dtype_error = nullptr;
PyObject* s_range_error = nullptr;
PyObject* s_argument_error = nullptr;
PyObject* s_numeric_error = nullptr;

PyObject* add_exception(PyObject* module, const char* name, PyObject* builtin) {
  const std::string qualified = std::string("tinytensor.") + name;
  PyObject* bases = s_error == nullptr ? PyTuple_Pack(1, builtin) : PyTuple_Pack(2, s_error, builtin);
  Reference owned(bases);
  PyObject* type = PyErr_NewException(qualified.c_str(), bases, nullptr);
  if (type == nullptr) {
    throw PythonError();
  }
  // One reference for the module, one for the variable.
  Py_INCREF(type);
  if (PyModule_AddObject(module, name, type) < 0) {
    Py_DECREF(type);
    throw PythonError();
  }
  return type;
}

}  // namespace

void add_exceptions(PyObject* module) {
  s_error = add_exception(module, "Error", PyExc_Exception);
  s_shape_error = add_exception(module, "ShapeError", PyExc_ValueError);
  s_dtype_error = add_exception(module, "DTypeError", PyExc_TypeError);
  s_range_error = add_exception(module, "RangeError", PyExc_IndexError);
  s_argument_error = add_exception(module, "ArgumentError", PyExc_ValueError);
  s_numeric_error = add_exception(module, "NumericError", PyExc_ArithmeticError);
}

void set_python_error() {
  try {
    throw;
  } catch (const PythonError&) {
    // Set already.
  } catch (const tinytensor::ShapeError& error) {
    PyErr_SetString(s_shape_error, error.what());
  } catch (const tinytensor::DTypeError& error) {
    PyErr_SetString(s_dtype_error, error.what());
  } catch (const tinytensor::RangeError& error) {
    PyErr_SetString(s_range_error, error.what());
  } catch (const tinytensor::ArgumentError& error) {
    PyErr_SetString(s_argument_error, error.what());
  } catch (const tinytensor::NumericError& error) {
    PyErr_SetString(s_numeric_error, error.what());
  } catch (const tinytensor::Error& error) {
    PyErr_SetString(s_error, error.what());
  } catch (const std::bad_alloc&) {
    PyErr_NoMemory();
  } catch (const std::exception& error) {
    PyErr_SetString(PyExc_RuntimeError, error.what());
  }
}

}  // namespace binding
