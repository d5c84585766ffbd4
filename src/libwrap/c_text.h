#pragma once

#include <cstddef>
#include <string_view>

namespace portreeve::libwrap {

/// Puts a text into a C array of `size` bytes, cut to what fits before the NUL, and returns the array.
inline char* copy_text(char* to, std::size_t size, std::string_view from) {
  to[from.copy(to, size - 1)] = '\0';
  return to;
}

/// The same for an array whose size the compiler knows.
template <std::size_t size>
char* copy_text(char (&to)[size], std::string_view from) {
  return copy_text(to, size, from);
}

}  // namespace portreeve::libwrap
