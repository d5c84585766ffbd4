#pragma once

#include <string>
#include <vector>

#include "core/json.h"
#include "core/observation.h"
#include "wrappers/explain.h"

namespace portreeve::report {

/// One question to the rule files, and the answer.
struct ExplainedRequest {
  std::string daemon;
  std::string client_address;  ///< empty when it is not known
  std::string client_name;     ///< empty for a client that was given by its address alone
  std::string user;            ///< empty when it was not given
  wrappers::Explanation explanation;
};

/// The verdict in one word: "granted", "denied", or "delegated" when a command is to serve the client.
[[nodiscard]] std::string_view verdict_word(const wrappers::Explanation& explanation);

/// The answers for a person: the verdict, the rule that decides and what it would run; with `with_passed`
/// also each rule before it and why that does not match. Text from outside is made printable.
[[nodiscard]] std::string explanation_text(const std::vector<ExplainedRequest>& requests, bool with_passed);

/// The answers for programs, as docs/schemas/wrap_explain.schema.json describes them.
[[nodiscard]] core::Json explanation_json(const std::vector<ExplainedRequest>& requests,
                                          const std::vector<core::Unseen>& unseen);

}  // namespace portreeve::report
