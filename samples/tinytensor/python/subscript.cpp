#include "binding.h"
#include "tinytensor/index.h"

namespace binding {

using tinytensor::Subscript;

namespace {

std::optional<std::int64_t> bound(PyObject* slice, const char* name) {
  const Reference value(PyObject_GetAttrString(slice, name));
  return to_axis(value.get());
}

Subscript to_subscript(PyObject* object) {
  Subscript result;
  if (object == Py_None) {
    result.kind = Subscript::Kind::NewAxis;
  } else if (object == Py_Ellipsis) {
    result.kind = Subscript::Kind::Ellipsis;
  } else if (Py_TYPE(object) == &PySlice_Type) {
    result.kind = Subscript::Kind::Slice;
    result.start = bound(object, "start");
    result.stop = bound(object, "stop");
    result.step = bound(object, "step").value_or(1);
  } else {
    result.index = to_integer(object);
  }
  return result;
}

std::vector<Subscript> to_subscripts(PyObject* key) {
  if (!PyTuple_Check(key)) {
    return {to_subscript(key)};
  }
  std::vector<Subscript> result;
  for (Py_ssize_t i = 0; i < PyTuple_Size(key); ++i) {
    result.push_back(to_subscript(PyTuple_GetItem(key, i)));
  }
  return result;
}

}  // namespace

PyObject* get_subscript(PyObject* self, PyObject* key) {
  return guarded([&] { return wrap(subscript(*unwrap(self), to_subscripts(key))); });
}

int set_subscript(PyObject* self, PyObject* key, PyObject* value) {
  PyObject* done = guarded([&]() -> PyObject* {
    if (value == nullptr) {
      PyErr_SetString(PyExc_TypeError, "elements of a tensor cannot be deleted");
      throw PythonError();
    }
    assign(subscript(*unwrap(self), to_subscripts(key)), to_tensor(value));
    Py_RETURN_NONE;
  });
  Py_XDECREF(done);
  return done == nullptr ? -1 : 0;
}

}  // namespace binding
