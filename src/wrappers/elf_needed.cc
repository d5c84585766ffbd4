#include "wrappers/elf_needed.h"

#include <elf.h>

#include <algorithm>
#include <cstring>

#include "core/text.h"

namespace portreeve::wrappers {
namespace {

// Real files stay far below: a program has some ten segments, a hundred dynamic entries, and names of a few
// hundred kilobytes (those of big C++ libraries take several megabytes).
constexpr std::size_t kMostSegments = 256;
constexpr std::size_t kMostEntries = 4096;
constexpr std::size_t kLongestNames = std::size_t{32} << 20;
constexpr std::size_t kMostLibraries = 512;

struct Class32 {
  using Header = Elf32_Ehdr;
  using Segment = Elf32_Phdr;
  using Entry = Elf32_Dyn;
};
struct Class64 {
  using Header = Elf64_Ehdr;
  using Segment = Elf64_Phdr;
  using Entry = Elf64_Dyn;
};

core::Error refuse(std::string_view name, std::string_view reason) {
  return core::make_error("read the dynamic section of", name, reason);
}

// A table of `count` structures at an offset of the file.
template <typename Item>
std::optional<std::vector<Item>> read_items(const ReadAt& read_at, std::uint64_t offset, std::size_t count) {
  const auto bytes = read_at(offset, count * sizeof(Item));
  if (!bytes) return std::nullopt;
  std::vector<Item> items(count);
  if (count != 0) std::memcpy(items.data(), bytes->data(), count * sizeof(Item));
  return items;
}

template <typename Class>
class Reader {
 public:
  Reader(std::string_view name, const ReadAt& read_at) : name_(name), read_at_(read_at) {}

  core::Result<ElfNeeds> read();

 private:
  using Segment = typename Class::Segment;
  using Entry = typename Class::Entry;

  std::optional<std::uint64_t> offset_of(std::uint64_t address) const;
  core::Result<ElfNeeds> read_dynamic(const Segment& dynamic);
  std::optional<std::string> read_names(const std::vector<Entry>& entries) const;

  std::string_view name_;
  const ReadAt& read_at_;
  std::vector<Segment> segments_;
};

template <typename Class>
core::Result<ElfNeeds> Reader<Class>::read() {
  const auto headers = read_items<typename Class::Header>(read_at_, 0, 1);
  if (!headers) return core::failure(refuse(name_, "it ends within its header"));
  const auto& header = headers->front();
  if (header.e_phnum == 0) return ElfNeeds{};
  if (header.e_phentsize != sizeof(Segment) || header.e_phnum > kMostSegments)
    return core::failure(refuse(name_, "its table of segments is not one"));
  auto segments = read_items<Segment>(read_at_, header.e_phoff, header.e_phnum);
  if (!segments) return core::failure(refuse(name_, "its table of segments lies outside the file"));
  segments_ = std::move(*segments);
  const auto dynamic = std::find_if(segments_.begin(), segments_.end(),
                                    [](const Segment& segment) { return segment.p_type == PT_DYNAMIC; });
  return dynamic == segments_.end() ? ElfNeeds{} : read_dynamic(*dynamic);
}

// Where in the file the bytes are that will stand at an address in memory.
template <typename Class>
std::optional<std::uint64_t> Reader<Class>::offset_of(std::uint64_t address) const {
  for (const Segment& segment : segments_) {
    if (segment.p_type != PT_LOAD || address < segment.p_vaddr) continue;
    if (address - segment.p_vaddr < segment.p_filesz)
      return std::uint64_t{segment.p_offset} + (address - segment.p_vaddr);
  }
  return std::nullopt;
}

template <typename Class>
std::optional<std::string> Reader<Class>::read_names(const std::vector<Entry>& entries) const {
  std::optional<std::uint64_t> offset;
  std::uint64_t size = 0;
  for (const Entry& entry : entries) {
    if (entry.d_tag == DT_STRTAB) offset = offset_of(entry.d_un.d_ptr);
    if (entry.d_tag == DT_STRSZ) size = entry.d_un.d_val;
  }
  if (!offset || size > kLongestNames) return std::nullopt;
  return read_at_(*offset, static_cast<std::size_t>(size));
}

template <typename Class>
core::Result<ElfNeeds> Reader<Class>::read_dynamic(const Segment& dynamic) {
  const auto count = std::min<std::uint64_t>(dynamic.p_filesz / sizeof(Entry), kMostEntries);
  auto entries = read_items<Entry>(read_at_, dynamic.p_offset, static_cast<std::size_t>(count));
  if (!entries) return core::failure(refuse(name_, "its dynamic section lies outside the file"));
  entries->erase(std::find_if(entries->begin(), entries->end(),
                              [](const Entry& entry) { return entry.d_tag == DT_NULL; }),
                 entries->end());
  const auto names = read_names(*entries);
  if (!names) return core::failure(refuse(name_, "its table of names is not to be found"));
  const auto name_at = [&names](std::uint64_t position) {
    if (position >= names->size()) return std::string();
    const std::string_view rest = std::string_view(*names).substr(static_cast<std::size_t>(position));
    return std::string(rest.substr(0, rest.find('\0')));
  };
  ElfNeeds needs;
  needs.is_dynamic = true;
  for (const Entry& entry : *entries) {
    if (entry.d_tag == DT_NEEDED && needs.libraries.size() < kMostLibraries)
      needs.libraries.push_back(name_at(entry.d_un.d_val));
    if (entry.d_tag != DT_RPATH && entry.d_tag != DT_RUNPATH) continue;
    const std::string path = name_at(entry.d_un.d_val);
    for (const std::string_view directory : core::split(path, ':'))
      if (!directory.empty() && needs.search_path.size() < kMostLibraries)
        needs.search_path.emplace_back(directory);
  }
  using namespace std::string_view_literals;
  needs.names_access_control = names->find("\0hosts_access\0"sv) != std::string::npos ||
                               names->find("\0hosts_ctl\0"sv) != std::string::npos;
  return needs;
}

}  // namespace

core::Result<ElfNeeds> read_elf_needs(std::string_view name, const ReadAt& read_at) {
  const auto identity = read_at(0, EI_NIDENT);
  if (!identity || !identity->starts_with(ELFMAG)) return core::failure(refuse(name, "it is no ELF file"));
  if ((*identity)[EI_DATA] != ELFDATA2LSB)
    return core::failure(refuse(name, "it is for a machine that is not little-endian"));
  switch ((*identity)[EI_CLASS]) {
    case ELFCLASS32:
      return Reader<Class32>(name, read_at).read();
    case ELFCLASS64:
      return Reader<Class64>(name, read_at).read();
    default:
      return core::failure(refuse(name, "it is for a machine of neither 32 nor 64 bits"));
  }
}

core::Result<ElfNeeds> parse_elf_needs(std::string_view name, std::string_view bytes) {
  return read_elf_needs(name, [bytes](std::uint64_t offset, std::size_t size) -> std::optional<std::string> {
    if (offset > bytes.size() || size > bytes.size() - offset) return std::nullopt;
    return std::string(bytes.substr(static_cast<std::size_t>(offset), size));
  });
}

}  // namespace portreeve::wrappers
