#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string>

#include "property.h"
#include "wrappers/line_reader.h"
#include "wrappers/recorders_for_tests.h"
#include "wrappers/rule_index.h"
#include "wrappers/table.h"

namespace {

using namespace portreeve::wrappers;
using portreeve::fuzz::require;

struct Client {
  const char* address;
  const char* name;
};
constexpr std::array kClients{Client{"10.1.2.3", "host.example.com"},
                              Client{"::ffff:10.1.2.3", "10.1.evil.example"},
                              Client{"2001:db8::1", "paranoid"}, Client{"unknown", "unknown"}};

// A netgroup would be looked for in the files of this machine.
bool asks_for_netgroups(std::string_view text) {
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    if (at == 0 || std::string_view(", \t\r\n:@\\").find(text[at - 1]) != std::string_view::npos) return true;
  }
  return text.find('\0') != std::string_view::npos && text.find('@') != std::string_view::npos;
}

// One search, and all that can be seen of it.
template <typename Search>
std::string outcome_of(const Client& client, bool is_strict, const Search& search) {
  EvaluationForTests test(is_strict);
  test.request.client = {client.address, client.name};
  test.request.server.port = 22;
  test.evaluation.read_pattern_file = [](const std::string& path) {
    return path == "/file" ? make_file_text("10.9. host.example.com") : make_file_text({}, ENOENT);
  };
  std::string buffer;
  const TableMatch match = search(test.evaluation, buffer);
  std::string seen = concat(
      {decimal(static_cast<int>(match.kind)), " ", decimal(match.line), " ", decimal(match.has_options), " ",
       match.options, " ", decimal(test.evaluation.trap() ? static_cast<int>(*test.evaluation.trap()) : -1)});
  for (const std::string& line : test.diagnostics.lines)
    seen += "\n" + line;
  for (const std::string& lookup : test.request.lookups)
    seen += "\n" + lookup;
  return seen;
}

void require_whole_lines(std::string_view text) {
  LineReader lines(text);
  int number = 0;
  bool was_complete = true;
  while (const auto line = lines.next()) {
    require(was_complete, "nothing is read after an incomplete line");
    require(line->text.size() <= kMaximumLineLength, "lines are no longer than the longest");
    require(!line->is_complete || line->text.ends_with('\n'), "a complete line has its newline");
    require(line->text.find('\0') == std::string_view::npos, "no NUL byte is handed on");
    require(line->number == number + line->physical_lines, "every newline is counted once");
    number = line->number;
    was_complete = line->is_complete;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = portreeve::fuzz::as_text(data, size);
  require_whole_lines(text);
  if (asks_for_netgroups(text)) return -1;
  for (const bool is_strict : {false, true}) {
    const RuleIndex index(text, is_strict);
    for (const Client& client : kClients) {
      const std::string streamed = outcome_of(
          client, is_strict,
          [&](Evaluation& evaluation, std::string& buffer) { return find_match(text, evaluation, buffer); });
      const std::string indexed = outcome_of(
          client, is_strict,
          [&](Evaluation& evaluation, std::string& buffer) { return index.find_match(evaluation, buffer); });
      require(streamed == indexed, "a file and its index give the same answer, messages and look-ups");
    }
  }
  return 0;
}
