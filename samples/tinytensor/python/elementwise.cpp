#include "tinytensor/elementwise.h"

#include "binding.h"

namespace binding {

using tinytensor::BinaryOp;
using tinytensor::UnaryOp;

namespace {

template <UnaryOp Op>
PyObject* apply(PyObject*, PyObject* argument) {
  return guarded([&] { return wrap(unary(Op, to_tensor(argument))); });
}

template <BinaryOp Op>
PyObject* combine(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"left", "right", nullptr};
    PyObject* left = nullptr;
    PyObject* right = nullptr;
    parse(arguments, named, "OO", names, &left, &right);
    return wrap(binary(Op, to_tensor(left), to_tensor(right)));
  });
}

PyObject* where(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"condition", "yes", "no", nullptr};
    PyObject* condition = nullptr;
    PyObject* yes = nullptr;
    PyObject* no = nullptr;
    parse(arguments, named, "OOO", names, &condition, &yes, &no);
    return wrap(tinytensor::where(to_tensor(condition), to_tensor(yes), to_tensor(no)));
  });
}

PyObject* clip(PyObject*, PyObject* arguments, PyObject* named) {
  return guarded([&] {
    static const char* const names[] = {"input", "low", "high", nullptr};
    PyObject* input = nullptr;
    double low = 0;
    double high = 0;
    parse(arguments, named, "Odd", names, &input, &low, &high);
    return wrap(tinytensor::clip(to_tensor(input), low, high));
  });
}

template <UnaryOp Op>
constexpr PyMethodDef unary_entry(const char* name) {
  return {name, apply<Op>, METH_O, "Elementwise, of one tensor."};
}

template <BinaryOp Op>
PyMethodDef binary_entry(const char* name) {
  return {name, keywords(combine<Op>), METH_VARARGS | METH_KEYWORDS, "Elementwise, of two tensors that broadcast."};
}

}  // namespace

PyMethodDef elementwise_functions[] = {
    unary_entry<UnaryOp::Negative>("negative"),
    unary_entry<UnaryOp::Absolute>("absolute"),
    unary_entry<UnaryOp::Sign>("sign"),
    unary_entry<UnaryOp::Square>("square"),
    unary_entry<UnaryOp::Sqrt>("sqrt"),
    unary_entry<UnaryOp::Exp>("exp"),
    unary_entry<UnaryOp::Log>("log"),
    unary_entry<UnaryOp::Tanh>("tanh"),
    unary_entry<UnaryOp::Sigmoid>("sigmoid"),
    unary_entry<UnaryOp::Relu>("relu"),
    unary_entry<UnaryOp::Gelu>("gelu"),
    unary_entry<UnaryOp::Floor>("floor"),
    unary_entry<UnaryOp::Round>("round"),
    unary_entry<UnaryOp::IsNan>("isnan"),
    unary_entry<UnaryOp::Not>("logical_not"),
    binary_entry<BinaryOp::Add>("add"),
    binary_entry<BinaryOp::Subtract>("subtract"),
    binary_entry<BinaryOp::Multiply>("multiply"),
    binary_entry<BinaryOp::Divide>("divide"),
    binary_entry<BinaryOp::FloorDivide>("floor_divide"),
    binary_entry<BinaryOp::Remainder>("remainder"),
    binary_entry<BinaryOp::Power>("power"),
    binary_entry<BinaryOp::Maximum>("maximum"),
    binary_entry<BinaryOp::Minimum>("minimum"),
    binary_entry<BinaryOp::Equal>("equal"),
    binary_entry<BinaryOp::NotEqual>("not_equal"),
    binary_entry<BinaryOp::Less>("less"),
    binary_entry<BinaryOp::LessEqual>("less_equal"),
    binary_entry<BinaryOp::Greater>("greater"),
    binary_entry<BinaryOp::GreaterEqual>("greater_equal"),
    binary_entry<BinaryOp::And>("logical_and"),
    binary_entry<BinaryOp::Or>("logical_or"),
    {"where", keywords(where), METH_VARARGS | METH_KEYWORDS, "where(condition, yes, no)"},
    {"clip", keywords(clip), METH_VARARGS | METH_KEYWORDS, "clip(input, low, high)"},
    {nullptr, nullptr, 0, nullptr},
};

}  // namespace binding
