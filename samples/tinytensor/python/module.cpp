#include "binding.h"

namespace {

PyModuleDef s_module = {
    PyModuleDef_HEAD_INIT, "tinytensor", "A small tensor library, made to be measured.", -1,
    nullptr,               nullptr,      nullptr,                                        nullptr,
    nullptr,
};

void add_functions(PyObject* module, PyMethodDef* functions) {
  if (PyModule_AddFunctions(module, functions) < 0) {
    throw binding::PythonError();
  }
}

}  // namespace

PyMODINIT_FUNC PyInit_tinytensor() {
  PyObject* module = PyModule_Create(&s_module);
  if (module == nullptr) {
    return nullptr;
  }
  PyObject* complete = binding::guarded([module] {
    binding::add_exceptions(module);
    binding::add_tensor_type(module);
    add_functions(module, binding::create_functions);
    add_functions(module, binding::elementwise_functions);
    add_functions(module, binding::shape_functions);
    add_functions(module, binding::compute_functions);
    return module;
  });
  if (complete == nullptr) {
    Py_DECREF(module);
  }
  return complete;
}
