#include "report/wrap_check_json.h"

#include <nlohmann/json.hpp>

#include "report/json_values.h"
#include "report/unseen.h"

namespace portreeve::report {
namespace {

constexpr int kSchemaVersion = 1;

core::Json problem_json(const wrappers::Problem& problem) {
  return {{"id", problem.id},
          {"grade", to_string(problem.grade)},
          {"file", problem.file},
          {"line", problem.line == 0 ? core::Json() : core::Json(problem.line)},
          {"text", or_null(problem.text)},
          {"effect", problem.effect},
          {"remedy", problem.remedy}};
}

}  // namespace

core::Json wrap_check_json(const core::Observed<wrappers::LintReport>& observed) {
  core::Json problems = core::Json::array();
  for (const wrappers::Problem& problem : observed.value.problems)
    problems.push_back(problem_json(problem));
  return {{"schema_version", kSchemaVersion},
          {"in_use", observed.value.is_in_use},
          {"problems", std::move(problems)},
          {"unseen", unseen_json(observed.unseen)}};
}

}  // namespace portreeve::report
