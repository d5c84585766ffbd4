#include <cstddef>
#include <cstdint>

#include "property.h"
#include "scan/targets.h"

using portreeve::fuzz::require;
using portreeve::scan::Targets;

namespace {

/// Whether a word can only be an address or a range: the look-up of names is not for a fuzzer to try.
bool is_no_name(std::string_view word) {
  return word.find_first_not_of("0123456789abcdef.:/-,*") == std::string_view::npos &&
         word.find_first_of(":/-,*") != std::string_view::npos;
}

void require_counted(const Targets& targets) {
  require(targets.size() <= Targets::kMaximumSize, "the number of targets is bounded");
  for (const std::uint64_t index : {std::uint64_t{0}, targets.size() / 2, targets.size() - 1}) {
    const auto target = targets.at(index);
    require(target.has_value(), "there is a target at every position");
    if (!target) return;
    Targets excluding = targets;
    require(excluding.exclude(target->address.to_string()).has_value(), "every target can be excluded");
    require(!excluding.at(index).has_value(), "an excluded target is left out");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Targets targets;
  for (const std::string_view word : portreeve::scan::target_words(portreeve::fuzz::as_text(data, size))) {
    if (!is_no_name(word)) continue;
    const std::uint64_t before = targets.size();
    const auto added = targets.add(word);
    require(added ? targets.size() > before : targets.size() == before, "only a good word adds targets");
  }
  if (targets.size() != 0) require_counted(targets);
  return 0;
}
