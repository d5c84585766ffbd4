#pragma once

#include <utility>

#include <tl/expected.hpp>

#include "core/error.h"

namespace portreeve::core {

/// What every function returns that can fail: the value, or the Error that says why there is none.
/// A dropped Result is a lint error (bugprone-unused-return-value in .clang-tidy).
template <typename T>
using Result = tl::expected<T, Error>;

/// The outcome of something that yields no value.
using Status = Result<void>;

/// Turns an error into the failed state of any Result: `return failure(parse_error(...));`
[[nodiscard]] inline tl::unexpected<Error> failure(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace portreeve::core
