#include <sys/stat.h>

#include <cerrno>

#include <fmt/format.h>

#include "core/text.h"
#include "wrappers/lint_context.h"
#include "wrappers/text.h"

// Pattern files: lists of host patterns that a rule names by a path.

namespace portreeve::wrappers {
namespace {

// A word of a pattern file that is meant as something that the file's language does not have.
void lint_word(std::string_view word, LintContext& context) {
  if (word.starts_with('#')) {
    context.add("wrap.hash_in_pattern_file", Grade::kError, word, Trap::kHashInPatternFile,
                "take the comment out of the file");
  } else if (is_except(word) || word.ends_with(',') || split_pattern(word).is_qualified) {
    context.add("wrap.pattern_file_syntax", Grade::kError, word,
                "a pattern file is a list of host patterns between blanks; EXCEPT, commas and user@ are "
                "taken for parts of names",
                "write host patterns alone, one a line");
  }
  if (!is_except(word)) lint_host(word.substr(0, word.find('\0')), context);
}

void lint_text(std::string_view text, LintContext& context) {
  context.line = 0;
  for (std::string_view line : core::split(text, '\n')) {
    ++context.line;
    for (std::string_view word = take_word(line); !word.empty(); word = take_word(line))
      lint_word(word, context);
  }
}

void add_unreadable(std::string_view path, std::string_view remedy, LintContext& context) {
  const std::string_view effect =
      context.is_deny ? "the pattern file cannot be read and counts as empty, so that the rule refuses nobody"
                      : explanation(Trap::kUnreadablePatternFile);
  context.add("wrap.unreadable_pattern_file", Grade::kError, path, effect, remedy);
}

}  // namespace

void lint_pattern_file(std::string_view path, LintContext& context) {
  const std::string name(path);
  if (context.is_missing(name))
    return add_unreadable(path, "write the file, or take the pattern out of the rule", context);
  const auto status = context.root.inspect(name);
  if (!status) {
    if (status.error().errno_value != ENOENT)
      context.miss(fmt::format("the patterns in {}", path), status.error());
    return;
  }
  if (S_ISDIR(status->st_mode)) return add_unreadable(path, "name a file; this is a directory", context);
  if (!context.is_first("pattern file", name)) return;
  context.look_for_exposure("wrap.pattern_file_writable", name,
                            "so that others than root decide whom the rule is for");
  const auto text = context.root.read(name);
  if (!text) return context.miss(fmt::format("the patterns in {}", path), text.error());
  // What is wrong in the file is told with its own lines.
  const std::string file = std::exchange(context.file, name);
  const int line = context.line;
  lint_text(*text, context);
  context.file = file;
  context.line = line;
}

}  // namespace portreeve::wrappers
