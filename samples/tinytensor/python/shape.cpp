#include "tinytensor/shape.h"

#include <string>

#include "binding.h"
#include "tinytensor/index.h"
#include "tinytensor/manipulate.h"

namespace binding {

using tinytensor::DType;
using tinytensor::Shape;

namespace {

PyObject* reshape(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "shape", nullptr};
    PyObject* input = nullptr;
    PyObject* shape = nullptr;
    parse(arguments, named, "OO", names, &input, &shape);
    return wrap(tinytensor::reshape(to_tensor(input), to_shape(shape)));
  });
}

PyObject* transpose(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "order", nullptr};
    PyObject* input = nullptr;
    PyObject* order = nullptr;
    parse(arguments, named, "O|O", names, &input, &order);
    return wrap(tinytensor::transpose(to_tensor(input), order == nullptr ? Shape() : to_shape(order)));
  });
}

PyObject* squeeze(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "axis", nullptr};
    PyObject* input = nullptr;
    long long axis = 0;
    parse(arguments, named, "OL", names, &input, &axis);
    return wrap(tinytensor::squeeze(to_tensor(input), axis));
  });
}

PyObject* broadcast_to(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "shape", nullptr};
    PyObject* input = nullptr;
    PyObject* shape = nullptr;
    parse(arguments, named, "OO", names, &input, &shape);
    return wrap(tinytensor::broadcast_to(to_tensor(input), to_shape(shape)));
  });
}

PyObject* join(PyObject* arguments, PyObject* named, bool new_axis) {
  return guarded([&] {
    static const char* const names[] = {"inputs", "axis", nullptr};
    PyObject* inputs = nullptr;
    long long axis = 0;
    parse(arguments, named, "O|L", names, &inputs, &axis);
    return wrap(new_axis ? tinytensor::stack(to_tensors(inputs), axis) : tinytensor::concat(to_tensors(inputs), axis));
  });
}

PyObject* concat(PyObject*, PyObject* arguments, PyObject* named) { return join(arguments, named, false); }

PyObject* stack(PyObject*, PyObject* arguments, PyObject* named) { return join(arguments, named, true); }

PyObject* tile(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "repeats", nullptr};
    PyObject* input = nullptr;
    PyObject* repeats = nullptr;
    parse(arguments, named, "OO", names, &input, &repeats);
    return wrap(tinytensor::tile(to_tensor(input), to_shape(repeats)));
  });
}

PyObject* flip(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "axes", nullptr};
    PyObject* input = nullptr;
    PyObject* axes = nullptr;
    parse(arguments, named, "OO", names, &input, &axes);
    return wrap(tinytensor::flip(to_tensor(input), to_shape(axes)));
  });
}

PyObject* roll(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "shift", "axis", nullptr};
    PyObject* input = nullptr;
    long long shift = 0;
    long long axis = 0;
    parse(arguments, named, "OL|L", names, &input, &shift, &axis);
    return wrap(tinytensor::roll(to_tensor(input), shift, axis));
  });
}

tinytensor::PadMode parse_pad_mode(const std::string& name) {
  if (name == "constant") {
    return tinytensor::PadMode::Constant;
  }
  if (name == "edge") {
    return tinytensor::PadMode::Edge;
  }
  if (name == "reflect") {
    return tinytensor::PadMode::Reflect;
  }
  throw tinytensor::ArgumentError("pad: unknown mode '" + name + "'");
}

PyObject* pad(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "widths", "mode", "value", nullptr};
    PyObject* input = nullptr;
    PyObject* widths = nullptr;
    const char* mode = "constant";
    double value = 0;
    parse(arguments, named, "OO|sd", names, &input, &widths, &mode, &value);
    return wrap(tinytensor::pad(to_tensor(input), to_shape(widths), parse_pad_mode(mode), value));
  });
}

PyObject* take(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "indices", "axis", "mode", nullptr};
    PyObject* input = nullptr;
    PyObject* indices = nullptr;
    long long axis = 0;
    const char* mode = "raise";
    parse(arguments, named, "OO|Ls", names, &input, &indices, &axis, &mode);
    return wrap(tinytensor::take(to_tensor(input), to_tensor(indices), axis, tinytensor::parse_index_mode(mode)));
  });
}

PyObject* gather(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "indices", "axis", nullptr};
    PyObject* input = nullptr;
    PyObject* indices = nullptr;
    long long axis = 0;
    parse(arguments, named, "OO|L", names, &input, &indices, &axis);
    return wrap(tinytensor::gather(to_tensor(input), to_tensor(indices), axis));
  });
}

PyObject* scatter_add(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "indices", "updates", nullptr};
    PyObject* input = nullptr;
    PyObject* indices = nullptr;
    PyObject* updates = nullptr;
    parse(arguments, named, "OOO", names, &input, &indices, &updates);
    return wrap(tinytensor::scatter_add(to_tensor(input), to_tensor(indices), to_tensor(updates)));
  });
}

PyObject* nonzero(PyObject*, PyObject* input) {
  return guarded([&] { return wrap(tinytensor::nonzero(to_tensor(input))); });
}

}  // namespace

PyMethodDef shape_functions[] = {
    {"reshape", keywords(reshape), METH_VARARGS | METH_KEYWORDS, "reshape(input, shape): one extent may be -1."},
    {"transpose", keywords(transpose), METH_VARARGS | METH_KEYWORDS, "transpose(input, order=reversed)"},
    {"squeeze", keywords(squeeze), METH_VARARGS | METH_KEYWORDS, "squeeze(input, axis)"},
    {"broadcast_to", keywords(broadcast_to), METH_VARARGS | METH_KEYWORDS, "broadcast_to(input, shape)"},
    {"concat", keywords(concat), METH_VARARGS | METH_KEYWORDS, "concat(inputs, axis=0)"},
    {"stack", keywords(stack), METH_VARARGS | METH_KEYWORDS, "stack(inputs, axis=0)"},
    {"tile", keywords(tile), METH_VARARGS | METH_KEYWORDS, "tile(input, repeats)"},
    {"flip", keywords(flip), METH_VARARGS | METH_KEYWORDS, "flip(input, axes)"},
    {"roll", keywords(roll), METH_VARARGS | METH_KEYWORDS, "roll(input, shift, axis=0)"},
    {"pad", keywords(pad), METH_VARARGS | METH_KEYWORDS, "pad(input, widths, mode='constant', value=0)"},
    {"take", keywords(take), METH_VARARGS | METH_KEYWORDS,
     "take(input, indices, axis=0, mode='raise'): 'wrap', 'clip', or 'raw', which checks nothing."},
    {"gather", keywords(gather), METH_VARARGS | METH_KEYWORDS, "gather(input, indices, axis=0)"},
    {"scatter_add", keywords(scatter_add), METH_VARARGS | METH_KEYWORDS, "scatter_add(input, indices, updates)"},
    {"nonzero", nonzero, METH_O, "nonzero(input): positions of the true elements."},
    {nullptr, nullptr, 0, nullptr},
};

}  // namespace binding
