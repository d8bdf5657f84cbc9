#pragma once

#include <stdexcept>
#include <string>

namespace tinytensor {

/// Base of everything that the library throws, except std::bad_alloc.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Shapes that do not fit each other or the operation.
class ShapeError : public Error {
 public:
  using Error::Error;
};

/// An operation that is not defined for the element type.
class DTypeError : public Error {
 public:
  using Error::Error;
};

/// An index or axis outside of its range.
class RangeError : public Error {
 public:
  using Error::Error;
};

/// Any other argument that makes no sense.
class ArgumentError : public Error {
 public:
  using Error::Error;
};

/// A numerical algorithm that cannot give a result (singular matrix and the like).
class NumericError : public Error {
 public:
  using Error::Error;
};

}  // namespace tinytensor
