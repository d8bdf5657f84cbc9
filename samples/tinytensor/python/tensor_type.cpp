#include <new>

#include "binding.h"
#include "tinytensor/elementwise.h"
#include "tinytensor/format.h"
#include "tinytensor/linalg.h"

namespace binding {

using tinytensor::BinaryOp;
using tinytensor::Tensor;
using tinytensor::UnaryOp;

namespace {

PyTypeObject* s_tensor_type = nullptr;

struct TensorObject {
  PyObject_HEAD
  Tensor* tensor;
};

const Tensor& self_tensor(PyObject* self) { return *reinterpret_cast<TensorObject*>(self)->tensor; }

void deallocate(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  delete reinterpret_cast<TensorObject*>(self)->tensor;
  PyObject_Free(self);
  Py_DECREF(type);
}

PyObject* represent(PyObject* self) {
  return guarded([&] {
    const Tensor& tensor = self_tensor(self);
    const std::string text = "tensor(" + format(tensor) + ", shape=" + tinytensor::to_string(tensor.shape()) +
                             ", dtype=" + name_of(tensor.dtype()) + ")";
    return PyUnicode_FromString(text.c_str());
  });
}

bool is_operand(PyObject* object) {
  return unwrap(object) != nullptr || PyLong_Check(object) || PyFloat_Check(object) || PyList_Check(object) ||
         PyTuple_Check(object);
}

template <BinaryOp Op>
PyObject* operate(PyObject* left, PyObject* right) {
  if (!is_operand(left) || !is_operand(right)) {
    Py_RETURN_NOTIMPLEMENTED;
  }
  return guarded([&] { return wrap(binary(Op, to_tensor(left), to_tensor(right))); });
}

PyObject* power(PyObject* left, PyObject* right, PyObject*) { return operate<BinaryOp::Power>(left, right); }

PyObject* matrix_multiply(PyObject* left, PyObject* right) {
  if (!is_operand(left) || !is_operand(right)) {
    Py_RETURN_NOTIMPLEMENTED;
  }
  return guarded([&] { return wrap(matmul(to_tensor(left), to_tensor(right))); });
}

template <UnaryOp Op>
PyObject* operate(PyObject* self) {
  return guarded([&] { return wrap(unary(Op, self_tensor(self))); });
}

PyObject* compare(PyObject* left, PyObject* right, int how) {
  static constexpr BinaryOp operations[] = {BinaryOp::Less,     BinaryOp::LessEqual, BinaryOp::Equal,
                                            BinaryOp::NotEqual, BinaryOp::Greater,   BinaryOp::GreaterEqual};
  if (!is_operand(right) || how < Py_LT || how > Py_GE) {
    Py_RETURN_NOTIMPLEMENTED;
  }
  return guarded([&] { return wrap(binary(operations[how], to_tensor(left), to_tensor(right))); });
}

int truth(PyObject* self) {
  const Tensor& tensor = self_tensor(self);
  if (tensor.size() != 1) {
    PyErr_SetString(PyExc_ValueError, "the truth of a tensor with more or less than one element is ambiguous");
    return -1;
  }
  return tensor.at(0) != 0;
}

Py_ssize_t length(PyObject* self) {
  const Tensor& tensor = self_tensor(self);
  if (tensor.axes() == 0) {
    PyErr_SetString(PyExc_TypeError, "a tensor without axes has no length");
    return -1;
  }
  return static_cast<Py_ssize_t>(tensor.shape()[0]);
}

PyObject* get_shape(PyObject* self, void*) {
  return guarded([&] { return from_shape(self_tensor(self).shape()); });
}

PyObject* get_strides(PyObject* self, void*) {
  return guarded([&] { return from_shape(self_tensor(self).strides()); });
}

PyObject* get_dtype(PyObject* self, void*) { return PyUnicode_FromString(name_of(self_tensor(self).dtype())); }

PyObject* get_ndim(PyObject* self, void*) { return PyLong_FromLongLong(self_tensor(self).axes()); }

PyObject* get_size(PyObject* self, void*) { return PyLong_FromLongLong(self_tensor(self).size()); }

PyObject* item(PyObject* self, PyObject*) {
  return guarded([&]() -> PyObject* {
    const Tensor& tensor = self_tensor(self);
    if (tensor.size() != 1) {
      throw tinytensor::ShapeError("item: the tensor has " + std::to_string(tensor.size()) + " elements, not 1");
    }
    return from_element(tensor, 0);
  });
}

PyObject* tolist(PyObject* self, PyObject*) {
  return guarded([&] { return to_list(self_tensor(self)); });
}

PyObject* astype(PyObject* self, PyObject* name) {
  return guarded([&] {
    const char* text = nullptr;
    const Reference tuple(PyTuple_Pack(1, name));
    if (!PyArg_ParseTuple(tuple.get(), "s", &text)) {
      throw PythonError();
    }
    return wrap(self_tensor(self).cast(tinytensor::parse_dtype(text)));
  });
}

PyMethodDef s_methods[] = {
    {"item", item, METH_NOARGS, "The only element as a Python number."},
    {"tolist", tolist, METH_NOARGS, "The elements as nested lists."},
    {"astype", astype, METH_O, "A copy with another element type."},
    {nullptr, nullptr, 0, nullptr},
};

PyGetSetDef s_properties[] = {
    {"shape", get_shape, nullptr, "Extents.", nullptr},
    {"strides", get_strides, nullptr, "Distances in elements.", nullptr},
    {"dtype", get_dtype, nullptr, "Name of the element type.", nullptr},
    {"ndim", get_ndim, nullptr, "Number of axes.", nullptr},
    {"size", get_size, nullptr, "Number of elements.", nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr},
};

template <typename Function>
void* slot(Function* function) {
  return reinterpret_cast<void*>(function);
}

PyType_Slot s_slots[] = {
    {Py_tp_dealloc, slot(deallocate)},
    {Py_tp_repr, slot(represent)},
    {Py_tp_richcompare, slot(compare)},
    {Py_tp_methods, s_methods},
    {Py_tp_getset, s_properties},
    {Py_mp_length, slot(length)},
    {Py_mp_subscript, slot(get_subscript)},
    {Py_mp_ass_subscript, slot(set_subscript)},
    {Py_nb_bool, slot(truth)},
    {Py_nb_add, slot<PyObject*(PyObject*, PyObject*)>(operate<BinaryOp::Add>)},
    {Py_nb_subtract, slot<PyObject*(PyObject*, PyObject*)>(operate<BinaryOp::Subtract>)},
    {Py_nb_multiply, slot<PyObject*(PyObject*, PyObject*)>(operate<BinaryOp::Multiply>)},
    {Py_nb_true_divide, slot<PyObject*(PyObject*, PyObject*)>(operate<BinaryOp::Divide>)},
    {Py_nb_floor_divide, slot<PyObject*(PyObject*, PyObject*)>(operate<BinaryOp::FloorDivide>)},
    {Py_nb_remainder, slot<PyObject*(PyObject*, PyObject*)>(operate<BinaryOp::Remainder>)},
    {Py_nb_and, slot<PyObject*(PyObject*, PyObject*)>(operate<BinaryOp::And>)},
    {Py_nb_or, slot<PyObject*(PyObject*, PyObject*)>(operate<BinaryOp::Or>)},
    {Py_nb_power, slot(power)},
    {Py_nb_matrix_multiply, slot(matrix_multiply)},
    {Py_nb_negative, slot<PyObject*(PyObject*)>(operate<UnaryOp::Negative>)},
    {Py_nb_absolute, slot<PyObject*(PyObject*)>(operate<UnaryOp::Absolute>)},
    {Py_nb_invert, slot<PyObject*(PyObject*)>(operate<UnaryOp::Not>)},
    {0, nullptr},
};

PyType_Spec s_spec = {"tinytensor.Tensor", sizeof(TensorObject), 0, Py_TPFLAGS_DEFAULT, s_slots};

}  // namespace

void add_tensor_type(PyObject* module) {
  PyObject* type = PyType_FromSpec(&s_spec);
  if (type == nullptr) {
    throw PythonError();
  }
  s_tensor_type = reinterpret_cast<PyTypeObject*>(type);
  Py_INCREF(type);
  if (PyModule_AddObject(module, "Tensor", type) < 0) {
    Py_DECREF(type);
    throw PythonError();
  }
}

PyObject* wrap(Tensor tensor) {
  TensorObject* object = PyObject_New(TensorObject, s_tensor_type);
  if (object == nullptr) {
    throw PythonError();
  }
  object->tensor = nullptr;
  const auto release = [](TensorObject* failed) { Py_DECREF(reinterpret_cast<PyObject*>(failed)); };
  std::unique_ptr<TensorObject, decltype(release)> owner(object, release);
  object->tensor = new Tensor(std::move(tensor));
  return reinterpret_cast<PyObject*>(owner.release());
}

PyObject* wrap(std::pair<Tensor, Tensor> tensors) {
  const Reference first(wrap(std::move(tensors.first)));
  const Reference second(wrap(std::move(tensors.second)));
  return PyTuple_Pack(2, first.get(), second.get());
}

const Tensor* unwrap(PyObject* object) {
  return Py_TYPE(object) == s_tensor_type ? reinterpret_cast<TensorObject*>(object)->tensor : nullptr;
}

}  // namespace binding
