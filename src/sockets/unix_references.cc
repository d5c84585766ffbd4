#include "sockets/unix_references.h"

#include <charconv>
#include <string>
#include <string_view>
#include <system_error>

#include "core/text.h"

namespace portreeve::sockets {
namespace {

// The table of the namespace that the calling thread is in.
std::string table_path(const core::SystemRoot& root) {
  return root.is_live() ? "/proc/thread-self/net/unix" : "/proc/net/unix";
}

bool parse_hexadecimal(std::string_view text, std::uint64_t& value) {
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  return status == std::errc{} && end == text.data() + text.size();
}

}  // namespace

core::Observed<std::unordered_map<std::uint64_t, std::uint64_t>> read_unix_references(
    const core::SystemRoot& root) {
  core::Observed<std::unordered_map<std::uint64_t, std::uint64_t>> observed;
  const auto table = root.read(table_path(root));
  if (!table) {
    observed.miss("the reference counts of unix sockets", table.error());
    return observed;
  }
  // Num RefCount Protocol Flags Type St Inode Path
  constexpr std::size_t kInodeField = 6;
  for (const std::string_view line : core::split(*table, '\n')) {
    const auto fields = core::split_words(line);
    if (fields.size() <= kInodeField || !fields[0].ends_with(':')) continue;
    std::uint64_t references = 0;
    const auto inode = core::parse_number<std::uint64_t>("an inode", fields[kInodeField]);
    if (inode && parse_hexadecimal(fields[1], references)) observed.value.emplace(*inode, references);
  }
  return observed;
}

}  // namespace portreeve::sockets
