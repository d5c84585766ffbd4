#include "audit/judge.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include <fmt/format.h>

#include "audit/check.h"
#include "audit/outside.h"

namespace portreeve::audit {
namespace {

void run_check(const Check& check, const Observations& observations, Judgement& judgement) {
  core::Result<std::vector<Evidence>> result = check.look(observations);
  if (!result) {
    judgement.unseen.push_back({fmt::format("the answer to the check {}", check.id), result.error()});
    return;
  }
  for (Evidence& evidence : *result) {
    const Severity severity = evidence.severity.value_or(check.severity);
    const auto place =
        std::ranges::upper_bound(judgement.findings, severity, std::greater(), &Finding::severity);
    judgement.findings.insert(place, Finding{
                                         .id = std::string(check.id),
                                         .severity = severity,
                                         .title = std::string(check.title),
                                         .subjects = std::move(evidence.subjects),
                                         .seen = std::move(evidence.seen),
                                         .why = std::string(check.why),
                                         .remedy = std::move(evidence.remedy),
                                         .section = std::string(check.section),
                                     });
  }
}

}  // namespace

Judgement judge(const Observations& observations) {
  Judgement judgement;
  for (const auto* unseen : {&observations.settings.unseen, &observations.addresses.unseen,
                             &observations.sockets.unseen, &observations.attached_sockets.unseen,
                             &observations.firewall.unseen, &observations.wrappers.unseen}) {
    std::ranges::copy(*unseen, std::back_inserter(judgement.unseen));
  }
  std::ranges::move(unseen_from_outside(observations), std::back_inserter(judgement.unseen));
  for (const auto& checks :
       {kernel_checks(), listener_checks(), socket_checks(), wrapper_checks(), outside_checks()}) {
    for (const Check& check : checks)
      run_check(check, observations, judgement);
  }
  return judgement;
}

}  // namespace portreeve::audit
