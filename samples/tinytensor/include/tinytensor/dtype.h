#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

#include "tinytensor/error.h"

namespace tinytensor {

/// Element types, ordered by promotion: the larger one wins.
enum class DType { Bool, Int64, Float32, Float64 };

std::size_t size_of(DType dtype);
const char* name_of(DType dtype);
DType parse_dtype(const std::string& name);
DType promote(DType left, DType right);

inline bool is_floating(DType dtype) { return dtype == DType::Float32 || dtype == DType::Float64; }

/// The same type, but Float64 for those without fractions.
inline DType to_floating(DType dtype) { return is_floating(dtype) ? dtype : DType::Float64; }

template <typename T>
constexpr DType dtype_of() {
  if constexpr (std::is_same_v<T, bool>) {
    return DType::Bool;
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    return DType::Int64;
  } else if constexpr (std::is_same_v<T, float>) {
    return DType::Float32;
  } else {
    static_assert(std::is_same_v<T, double>);
    return DType::Float64;
  }
}

template <typename T>
struct Tag {
  using type = T;
};

/// Calls `body` with the tag of the C++ type behind `dtype`.
template <typename Body>
decltype(auto) dispatch(DType dtype, Body&& body) {
  switch (dtype) {
    case DType::Bool:
      return body(Tag<bool>{});
    case DType::Int64:
      return body(Tag<std::int64_t>{});
    case DType::Float32:
      return body(Tag<float>{});
    case DType::Float64:
      return body(Tag<double>{});
  }
  throw DTypeError("unknown element type");
}

/// As dispatch, for the two floating types only; `operation` names the caller in the error.
template <typename Body>
decltype(auto) dispatch_floating(DType dtype, const char* operation, Body&& body) {
  switch (dtype) {
    case DType::Float32:
      return body(Tag<float>{});
    case DType::Float64:
      return body(Tag<double>{});
    default:
      throw DTypeError(std::string(operation) + ": needs a floating type, got " + name_of(dtype));
  }
}

/// As dispatch, without bool; `operation` names the caller in the error.
template <typename Body>
decltype(auto) dispatch_numeric(DType dtype, const char* operation, Body&& body) {
  switch (dtype) {
    case DType::Int64:
      return body(Tag<std::int64_t>{});
    case DType::Float32:
      return body(Tag<float>{});
    case DType::Float64:
      return body(Tag<double>{});
    default:
      throw DTypeError(std::string(operation) + ": not defined for " + name_of(dtype));
  }
}

}  // namespace tinytensor
