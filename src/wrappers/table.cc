#include "wrappers/table.h"

#include "wrappers/line_filter.h"
#include "wrappers/line_reader.h"
#include "wrappers/rule.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {

void warn_of_unterminated_line(Evaluation& evaluation) {
  evaluation.meet(Trap::kUnterminatedLine);
  evaluation.diagnostics.warning(evaluation.position, "missing newline or line too long");
  evaluation.diagnostics.warning(evaluation.position, "all the subsequent rules will be ignored");
}

void warn_of_missing_separator(Evaluation& evaluation) {
  evaluation.meet(Trap::kMissingSeparator);
  evaluation.diagnostics.warning(evaluation.position, "missing \":\" separator");
}

TableMatch match_in_unreadable_table(std::string_view path, std::string_view why, Evaluation& evaluation) {
  evaluation.meet(Trap::kUnreadableTable);
  evaluation.diagnostics.warning({}, concat({"cannot open ", path, ": ", why}));
  return {evaluation.trap() ? TableMatch::Kind::kTrapped : TableMatch::Kind::kUnreadable, 0, false, {}};
}

TableMatch match_in_directory(Evaluation& evaluation) {
  evaluation.meet(Trap::kTableIsDirectory);
  return {evaluation.trap() ? TableMatch::Kind::kTrapped : TableMatch::Kind::kNone, 0, false, {}};
}

TableMatch find_match(std::string_view text, Evaluation& evaluation, std::string& buffer) {
  LineReader lines(text);
  LineFilter filter(text, evaluation);
  for (;;) {
    int skipped = 0;
    const std::size_t bytes = filter.skip(lines.rest(), skipped);
    lines.skip(bytes, skipped);
    const auto line = lines.next();
    if (!line) return {};
    evaluation.position.line = line->number;
    if (!line->is_complete) {
      warn_of_unterminated_line(evaluation);
      return {evaluation.trap() ? TableMatch::Kind::kTrapped : TableMatch::Kind::kUnusable,
              line->number,
              false,
              {}};
    }
    if (is_blank_or_comment(line->text)) {
      if (line->physical_lines > 1 && line->text.starts_with('#')) evaluation.meet(Trap::kSwallowedLine);
    } else if (const auto rule = parse_rule(line->text); !rule) {
      warn_of_missing_separator(evaluation);
    } else if (matches_rule(*rule, evaluation)) {
      buffer = rule->options;
      return {TableMatch::Kind::kMatched, line->number, rule->has_options, buffer};
    }
    if (evaluation.trap()) return {TableMatch::Kind::kTrapped, line->number, false, {}};
  }
}

}  // namespace portreeve::wrappers
