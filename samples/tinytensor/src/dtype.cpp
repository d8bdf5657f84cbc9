#include "tinytensor/dtype.h"

namespace tinytensor {

std::size_t size_of(DType dtype) {
  return dispatch(dtype, [](auto tag) { return sizeof(typename decltype(tag)::type); });
}

const char* name_of(DType dtype) {
  switch (dtype) {
    case DType::Bool:
      return "bool";
    case DType::Int64:
      return "int64";
    case DType::Float32:
      return "float32";
    case DType::Float64:
      return "float64";
  }
  return "?";
}

DType parse_dtype(const std::string& name) {
  if (name == "bool") {
    return DType::Bool;
  }
  if (name == "int64" || name == "int") {
    return DType::Int64;
  }
  if (name == "float32") {
    return DType::Float32;
  }
  if (name == "float64" || name == "float" || name == "double") {
    return DType::Float64;
  }
  throw DTypeError("unknown element type '" + name + "'");
}

DType promote(DType left, DType right) {
  // An int64 does not fit into a float32.
  if ((left == DType::Int64 && right == DType::Float32) || (left == DType::Float32 && right == DType::Int64)) {
    return DType::Float64;
  }
  return left < right ? right : left;
}

}  // namespace tinytensor
