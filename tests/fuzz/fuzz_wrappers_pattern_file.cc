#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>

#include "property.h"
#include "wrappers/host_pattern.h"
#include "wrappers/pattern_file.h"
#include "wrappers/recorders_for_tests.h"

namespace {

using namespace portreeve::wrappers;
using portreeve::fuzz::require;

// Whether one of the words of a file matches by itself.
bool one_matches(std::string_view text, Evaluation& evaluation) {
  while (!text.empty()) {
    const auto end = std::find_if(text.begin(), text.end(), is_space);
    const std::string_view word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (word.empty()) continue;
    if (matches_host(word.substr(0, word.find('\0')), Side::kClient, evaluation)) return true;
  }
  return false;
}

}  // namespace

// The input is the text of /file and, behind a "|", that of /other. Both may name both.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = portreeve::fuzz::as_text(data, size);
  // A netgroup would be looked for in the files of this machine.
  if (input.find('@') != std::string_view::npos) return -1;
  const std::size_t bar = std::min(input.find('|'), input.size());
  const std::string_view text = input.substr(0, bar);
  const std::string_view other = input.substr(std::min(bar + 1, input.size()));
  const auto read = [&](const std::string& path) {
    if (path == "/file") return make_file_text(text);
    return path == "/other" ? make_file_text(other) : make_file_text({}, ENOENT);
  };

  for (const bool is_strict : {false, true}) {
    EvaluationForTests test(is_strict);
    test.evaluation.read_pattern_file = read;
    const bool is_match = matches_pattern_file("/file", Side::kClient, test.evaluation);
    require(test.evaluation.open_pattern_files.empty(), "no file is left open");
    if (is_strict) continue;
    // Names of files apart, a file matches when one of its words does.
    if (text.find('/') != std::string_view::npos) continue;
    EvaluationForTests plain;
    require(is_match == one_matches(text, plain.evaluation), "a file matches when one of its words does");
    require(test.request.lookups == plain.request.lookups, "nothing else is looked up");
  }
  return 0;
}
