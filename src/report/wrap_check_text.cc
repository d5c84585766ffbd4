#include "report/wrap_check_text.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/text.h"
#include "report/wrap.h"

namespace portreeve::report {
namespace {

using wrappers::Grade;
using wrappers::Problem;

constexpr std::size_t kIndent = 10;
// A line of prose longer than this is hard to read, however wide the terminal.
constexpr std::size_t kWidestProse = 110;

std::string summary(const wrappers::LintReport& report) {
  const std::size_t count = report.problems.size();
  if (count == 0)
    return report.is_in_use ? "no problems\n" : "no problems: the host does not use TCP Wrappers\n";
  std::vector<std::string> parts;
  for (const Grade grade : {Grade::kError, Grade::kWarning, Grade::kNotice}) {
    const auto of_grade = std::ranges::count(report.problems, grade, &Problem::grade);
    if (of_grade != 0)
      parts.push_back(fmt::format("{} {}{}", of_grade, to_string(grade), of_grade == 1 ? "" : "s"));
  }
  return fmt::format("{} problem{}: {}\n", count, count == 1 ? "" : "s", fmt::join(parts, ", "));
}

std::string problem_text(const Problem& problem, std::size_t width) {
  std::string label(to_string(problem.grade));
  label.resize(kIndent, ' ');
  std::string place = core::printable(problem.file);
  if (problem.line != 0) place += fmt::format(":{}", problem.line);
  std::string text = fmt::format("\n{}{}\n", label, place);
  if (!problem.text.empty()) text += fmt::format("  text    {}\n", core::printable(problem.text));
  text += wrap("  effect", core::printable(problem.effect), kIndent, width);
  text += wrap("  remedy", core::printable(problem.remedy), kIndent, width);
  text += fmt::format("  check   {}\n", problem.id);
  return text;
}

}  // namespace

std::string wrap_check_text(const wrappers::LintReport& report, std::size_t width) {
  const std::size_t prose_width = std::min(width, kWidestProse);
  std::string text = summary(report);
  for (const Problem& problem : report.problems)
    text += problem_text(problem, prose_width);
  return text;
}

}  // namespace portreeve::report
