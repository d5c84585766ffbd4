#include <cstddef>
#include <cstdint>

#include "property.h"
#include "wrappers/elf_needed.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portreeve;
  const std::string_view bytes = fuzz::as_text(data, size);
  const auto needs = wrappers::parse_elf_needs("file", bytes);
  if (!needs) return 0;
  fuzz::require(bytes.starts_with("\x7f"
                                  "ELF"),
                "nothing but an ELF file has needs");
  fuzz::require(needs->is_dynamic ||
                    (needs->libraries.empty() && needs->search_path.empty() && !needs->names_access_control),
                "a static program needs nothing");
  for (const std::string& library : needs->libraries) {
    fuzz::require(bytes.find(library) != std::string_view::npos, "the name of a library stands in the file");
  }
  for (const std::string& directory : needs->search_path) {
    fuzz::require(!directory.empty() && directory.find(':') == std::string::npos,
                  "a directory is one part of the path");
  }
  // Where bytes are missing, a reader that hands out less must not be believed to have handed out more.
  fuzz::require(!wrappers::read_elf_needs("file", [](std::uint64_t, std::size_t) { return std::nullopt; }),
                "a file that cannot be read has no needs");
  return 0;
}
