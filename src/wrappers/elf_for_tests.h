#pragma once

#include <elf.h>

#include <string>
#include <string_view>
#include <vector>

namespace portreeve::wrappers {

/// What an ELF file of a test is to say.
struct ElfRecipe {
  std::vector<std::string> libraries = {};
  std::vector<std::string> symbols = {};
  std::string search_path = {};
  bool is_dynamic = true;
  int elf_class = ELFCLASS64;
};

template <typename Header, typename Segment, typename Entry>
std::string make_elf_of(const ElfRecipe& recipe) {
  std::string names(1, '\0');
  const auto add_name = [&names](std::string_view name) {
    const std::size_t place = names.size();
    names.append(name).push_back('\0');
    return place;
  };
  std::vector<Entry> entries;
  const auto add_entry = [&entries](auto tag, std::size_t value) {
    Entry entry{};
    entry.d_tag = tag;
    entry.d_un.d_val = static_cast<decltype(entry.d_un.d_val)>(value);
    entries.push_back(entry);
  };
  for (const std::string& library : recipe.libraries)
    add_entry(DT_NEEDED, add_name(library));
  if (!recipe.search_path.empty()) add_entry(DT_RUNPATH, add_name(recipe.search_path));
  for (const std::string& symbol : recipe.symbols)
    add_name(symbol);
  const std::size_t count = entries.size() + 3;
  const std::size_t dynamic = sizeof(Header) + 2 * sizeof(Segment);
  const std::size_t strings = dynamic + count * sizeof(Entry);
  constexpr std::size_t kBase = 0x10000;
  add_entry(DT_STRTAB, kBase + strings);
  add_entry(DT_STRSZ, names.size());
  add_entry(DT_NULL, 0);

  Header header{};
  std::string(ELFMAG).copy(reinterpret_cast<char*>(header.e_ident), SELFMAG);
  header.e_ident[EI_CLASS] = static_cast<unsigned char>(recipe.elf_class);
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_phoff = sizeof(Header);
  header.e_phentsize = sizeof(Segment);
  header.e_phnum = recipe.is_dynamic ? 2 : 1;
  Segment segments[2] = {};
  segments[0].p_type = PT_LOAD;
  segments[0].p_vaddr = kBase;
  segments[0].p_filesz = static_cast<decltype(segments[0].p_filesz)>(strings + names.size());
  segments[1].p_type = PT_DYNAMIC;
  segments[1].p_offset = static_cast<decltype(segments[1].p_offset)>(dynamic);
  segments[1].p_filesz = static_cast<decltype(segments[1].p_filesz)>(count * sizeof(Entry));

  std::string file(reinterpret_cast<const char*>(&header), sizeof header);
  file.append(reinterpret_cast<const char*>(segments), sizeof segments);
  file.append(reinterpret_cast<const char*>(entries.data()), count * sizeof(Entry));
  return file + names;
}

/// A file that has a header, its segments, a dynamic section and the names for it, and nothing else.
inline std::string make_elf(const ElfRecipe& recipe) {
  return recipe.elf_class == ELFCLASS32 ? make_elf_of<Elf32_Ehdr, Elf32_Phdr, Elf32_Dyn>(recipe)
                                        : make_elf_of<Elf64_Ehdr, Elf64_Phdr, Elf64_Dyn>(recipe);
}

}  // namespace portreeve::wrappers
