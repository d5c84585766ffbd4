#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace portreeve::wrappers {

/// What an executable or a shared library asks of the dynamic linker (elf(5), the dynamic section).
struct ElfNeeds {
  bool is_dynamic = false;               ///< false: linked statically, so that nothing can be told from it
  std::vector<std::string> libraries;    ///< DT_NEEDED, in their order: "libwrap.so.0"
  std::vector<std::string> search_path;  ///< DT_RPATH and DT_RUNPATH, cut at ":"; may begin with $ORIGIN
  bool names_access_control = false;     ///< its symbols include hosts_access or hosts_ctl
};

/// Reads `size` bytes of a file at an offset: nothing when the file does not have them all.
using ReadAt = std::function<std::optional<std::string>(std::uint64_t offset, std::size_t size)>;

/// Reads the needs of an ELF file for a little-endian machine of 32 or 64 bits, and refuses other files with
/// the reason. It believes nothing that the file says about sizes: whatever the bytes are, it reads a bounded
/// part of them.
[[nodiscard]] core::Result<ElfNeeds> read_elf_needs(std::string_view name, const ReadAt& read_at);

/// The same for a file that is held in memory.
[[nodiscard]] core::Result<ElfNeeds> parse_elf_needs(std::string_view name, std::string_view bytes);

}  // namespace portreeve::wrappers
