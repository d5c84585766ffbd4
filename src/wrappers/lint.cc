#include "wrappers/lint.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <numeric>

#include <fmt/format.h>

#include "core/text.h"
#include "wrappers/line_reader.h"
#include "wrappers/lint_context.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

std::string directory_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == 0 || slash == std::string_view::npos ? "/" : std::string(path.substr(0, slash));
}

std::string_view one_line(std::string_view text) {
  return core::trim(text.substr(0, 200));
}

// Cuts as many physical lines off a text as the line reader has counted: it does not count one with a zero
// byte.
std::string_view take_physical_lines(std::string_view& text, int count) {
  std::size_t end = 0;
  while (count > 0 && end < text.size()) {
    const std::size_t start = end;
    end = std::min(text.find('\n', start), text.size() - 1) + 1;
    if (text.substr(start, end - start).find('\0') == std::string_view::npos) --count;
  }
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end);
  return taken;
}

// One of the two tables.
class TableLint {
 public:
  TableLint(LintContext& context, LintReport& report, std::vector<PlacedRule>& rules)
      : context_(context), report_(report), rules_(rules) {}

  /// Looks at the file, and at its text.
  void look();
  void look_at_lines(std::string_view text);

 private:
  std::optional<std::string> read();
  void look_at_unterminated(const LogicalLine& line);
  void look_at_comment(const LogicalLine& line, std::string_view original);
  void look_at_rule(const LogicalLine& line);

  LintContext& context_;
  LintReport& report_;
  std::vector<PlacedRule>& rules_;
};

std::optional<std::string> TableLint::read() {
  const auto status = context_.root.inspect(context_.file);
  if (!status && status.error().errno_value == ENOENT) return std::nullopt;
  if (status && S_ISDIR(status->st_mode)) {
    report_.is_in_use = true;
    context_.add("wrap.table_is_directory", Grade::kError, "", Trap::kTableIsDirectory,
                 "remove the directory and write a file in its place");
    return std::nullopt;
  }
  context_.look_for_exposure("wrap.table_writable", context_.file,
                             "so that others than root decide who gets in");
  auto text = context_.root.read(context_.file);
  if (text) return std::move(*text);
  report_.is_in_use = true;
  const int number = text.error().errno_value;
  if (number == EACCES || number == EPERM) {
    // That this program may not read it does not mean that the daemons may not.
    report_.all_rules_seen = false;
    context_.miss(fmt::format("the rules in {}", context_.file), text.error());
  } else {
    Problem& problem = context_.add("wrap.unreadable_table", Grade::kError, "", Trap::kUnreadableTable,
                                    text.error().to_string());
    problem.original.texts = {fmt::format("cannot open {}: {}", context_.file, std::strerror(number))};
    problem.original.has_place = false;
  }
  return std::nullopt;
}

void TableLint::look() {
  context_.line = context_.rule_line = 0;
  if (const auto text = read()) look_at_lines(*text);
}

void TableLint::look_at_unterminated(const LogicalLine& line) {
  const bool is_long = line.text.size() >= kMaximumLineLength;
  context_.line = context_.rule_line = line.number + 1;
  Problem& problem =
      context_.add("wrap.unterminated_line", Grade::kError, one_line(line.text), Trap::kUnterminatedLine,
                   is_long ? "break the line in several rules of at most 2047 bytes each"
                           : "end the last line with a newline");
  problem.original.texts = {"missing newline or line too long"};
  problem.original.line = line.number;
}

// The lines that a comment has swallowed may well be meant as rules.
void TableLint::look_at_comment(const LogicalLine& line, std::string_view original) {
  if (line.physical_lines < 2 || !line.text.starts_with('#')) return;
  const std::size_t newline = original.find('\n');
  const std::string_view swallowed = original.substr(std::min(newline + 1, original.size()));
  const bool is_rule = !swallowed.starts_with('#') && swallowed.find(':') != std::string_view::npos;
  context_.add("wrap.swallowed_line", is_rule ? Grade::kError : Grade::kWarning, one_line(swallowed),
               Trap::kSwallowedLine, "take the backslash away from the end of the comment");
}

void TableLint::look_at_rule(const LogicalLine& line) {
  const auto parsed = parse_rule(line.text);
  if (!parsed) {
    const bool has_colon = line.text.find(':') != std::string_view::npos;
    context_
        .add("wrap.missing_separator", Grade::kError, one_line(line.text), Trap::kMissingSeparator,
             has_colon ? "balance the brackets: a \":\" counts outside of them alone"
                       : "write \"DAEMONS : CLIENTS\", or a # in the first column for a comment")
        .original.texts = {"missing \":\" separator"};
    return;
  }
  lint_daemons(*parsed, context_);
  lint_clients(*parsed, context_);
  lint_options(*parsed, context_);
  rules_.push_back({context_.file, context_.line, context_.is_deny, std::string(line.text)});
}

void TableLint::look_at_lines(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) {
    context_.line = context_.rule_line = 1;
    context_.add("wrap.byte_order_mark", Grade::kError, "",
                 "the file begins with the bytes EF BB BF, which become part of the first line's first word",
                 "write the file without a byte order mark");
  }
  LineReader lines(text);
  while (const auto line = lines.next()) {
    context_.line = context_.rule_line = line->number;
    const std::string_view original = take_physical_lines(text, line->physical_lines);
    if (!line->is_complete) {
      report_.is_in_use = true;
      look_at_unterminated(*line);
      return;
    }
    if (original.find('\0') != std::string_view::npos) {
      context_.add("wrap.zero_byte", Grade::kError, "",
                   "a zero byte hides the rest of its line and joins it with the next one",
                   "take the zero byte away");
    }
    if (is_blank_or_comment(line->text)) {
      look_at_comment(*line, original);
    } else {
      report_.is_in_use = true;
      look_at_rule(*line);
    }
  }
}

bool is_asked(const LintRequest& request) {
  return std::any_of(request.daemons.begin(), request.daemons.end(),
                     [](const Daemon& daemon) { return daemon.obedience == Obedience::kObeys; }) ||
         std::any_of(request.super_servers.services.begin(), request.super_servers.services.end(),
                     [](const SuperService& service) { return service.is_wrapped; });
}

template <typename Look>
core::Observed<LintReport> lint_tables(const core::SystemRoot& root, const LintRequest& request, Look look) {
  core::Observed<LintReport> observed;
  LintContext context(root, request, observed);
  std::vector<PlacedRule> rules;
  for (const bool is_deny : {false, true}) {
    context.file = is_deny ? request.deny : request.allow;
    context.is_deny = is_deny;
    TableLint table(context, observed.value, rules);
    look(table, is_deny);
  }
  LintReport& report = observed.value;
  report.is_in_use = report.is_in_use || is_asked(request);
  lint_order(rules, context);
  if (report.is_in_use && report.all_rules_seen) lint_default(rules, context);
  context.sort_by_rule();
  const std::vector<Problem>& services = request.super_servers.problems;
  report.problems.insert(report.problems.begin(), services.begin(), services.end());
  return observed;
}

}  // namespace

Problem& LintContext::add(std::string_view id, Grade grade, std::string_view text, std::string_view effect,
                          std::string_view remedy) {
  Problem problem;
  problem.id = id;
  problem.grade = grade;
  problem.file = file;
  problem.line = line;
  problem.text = text;
  problem.effect = effect;
  problem.remedy = remedy;
  observed_.value.problems.push_back(std::move(problem));
  rules_.emplace_back(is_deny, rule_line);
  return observed_.value.problems.back();
}

void LintContext::look_for_exposure(std::string_view id, const std::string& path,
                                    std::string_view consequence) {
  const auto [entry, is_new] = exposures_.try_emplace(path);
  if (is_new) entry->second = find_exposure(root, path);
  const std::optional<Exposure>& found = entry->second;
  if (!found) return;
  const Exposure& exposed = *found;
  add(id, Grade::kError, path, fmt::format("{} {}, {}", exposed.path, exposed.reason, consequence),
      fmt::format("make {} root's, and writable by root alone", exposed.path))
      .exposed = exposed.path;
}

void LintContext::sort_by_rule() {
  std::vector<std::size_t> order(rules_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [this](std::size_t left, std::size_t right) { return rules_[left] < rules_[right]; });
  std::vector<Problem> sorted;
  sorted.reserve(order.size());
  for (const std::size_t index : order)
    sorted.push_back(std::move(observed_.value.problems[index]));
  observed_.value.problems = std::move(sorted);
  rules_.clear();
}

bool LintContext::is_missing(std::string_view path) {
  const auto [entry, is_new] = missing_.try_emplace(std::string(path), false);
  if (!is_new) return entry->second;
  const auto status = root.inspect(path);
  const bool is_gone =
      !status && (status.error().errno_value == ENOENT || status.error().errno_value == ENOTDIR);
  entry->second = is_gone && (root.is_live() || root.inspect(directory_of(path)).has_value());
  return entry->second;
}

core::Observed<LintReport> lint(const core::SystemRoot& root, const LintRequest& request) {
  return lint_tables(root, request, [](TableLint& table, bool) { table.look(); });
}

core::Observed<LintReport> lint_texts(const core::SystemRoot& root, const LintRequest& request,
                                      std::string_view allow, std::string_view deny) {
  return lint_tables(root, request,
                     [&](TableLint& table, bool is_deny) { table.look_at_lines(is_deny ? deny : allow); });
}

}  // namespace portreeve::wrappers
