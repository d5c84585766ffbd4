#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "sockets/filter.h"

// The words of an expression, and the values among them. A value that is wrong yields what was expected in
// its place or what is the matter with it, in words.

namespace portreeve::sockets {

/// A word of an expression, and where it stands in the whole of it.
struct FilterWord {
  std::string text;  ///< without its backslashes
  std::size_t offset = 0;
  std::size_t length = 0;  ///< as it is written
};

/// The words of an expression between blanks and tabs. A backslash takes the meaning from the character
/// behind it.
[[nodiscard]] std::vector<FilterWord> split_filter(std::string_view expression);

/// What stands to the right of `src` and `dst`: one condition for each address of a host, of which one must
/// hold.
[[nodiscard]] tl::expected<std::vector<Filter::Host>, std::string> parse_filter_host(
    std::string_view word, Filter::End end, const FilterContext& context, const FilterNames& names);

/// What stands to the right of `sport`, `dport` and the operator.
[[nodiscard]] tl::expected<Filter::Port, std::string> parse_filter_port(std::string_view word,
                                                                        Filter::End end,
                                                                        Filter::Comparison comparison,
                                                                        const FilterContext& context,
                                                                        const FilterNames& names);

/// What stands to the right of `dev`: the name of a device or its number.
[[nodiscard]] tl::expected<Filter::Device, std::string> parse_filter_device(std::string_view word,
                                                                            const FilterNames& names);

/// What stands to the right of `fwmark`: VALUE or VALUE/MASK.
[[nodiscard]] tl::expected<Filter::Mark, std::string> parse_filter_mark(std::string_view word);

/// What stands to the right of `cgroup`.
[[nodiscard]] tl::expected<Filter::Cgroup, std::string> parse_filter_cgroup(std::string_view word,
                                                                            const FilterNames& names);

}  // namespace portreeve::sockets
