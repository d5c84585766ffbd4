#include "kernel/sysctl_gather.h"

#include <cstddef>
#include <map>

namespace portreeve::kernel {

GatheredLines gather(Loader loader, const std::vector<SysctlFile>& files) {
  GatheredLines gathered;
  std::map<std::string_view, std::size_t> places;  // of keys in `kept`
  for (const SysctlFile& file : files) {
    for (const SysctlLine& line : file.lines) {
      const SysctlEntry entry{&file, &line};
      const auto [place, is_new] = places.try_emplace(line.key, gathered.kept.size());
      if (loader == Loader::kSystemd && !is_new) {
        SysctlEntry& before = gathered.kept[place->second];
        const bool says_the_same =
            before.line->is_exclusion == line.is_exclusion && before.line->value == line.value;
        gathered.replaced.push_back(says_the_same ? entry : before);
        if (says_the_same) continue;
        before.line = nullptr;
        place->second = gathered.kept.size();
      }
      gathered.kept.push_back(entry);
    }
  }
  std::erase_if(gathered.kept, [](const SysctlEntry& entry) { return entry.line == nullptr; });
  for (const auto& [key, place] : places)
    gathered.named.insert(key);
  return gathered;
}

}  // namespace portreeve::kernel
