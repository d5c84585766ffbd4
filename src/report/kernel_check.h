#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/observation.h"
#include "kernel/settings.h"
#include "kernel/verdict.h"

namespace portreeve::report {

/// The outcome of `portreeve kernel check`: every setting that was judged.
struct KernelCheck {
  kernel::Level level = kernel::Level::kBenchmark;  ///< settings beyond this level are not in it
  std::vector<kernel::Verdict> verdicts;            ///< in the order of the catalogue
};

/// The outcome for a person: for each setting that is not as recommended where, what is in force, what a
/// check of the files alone says, why it matters and what to write; then those whose files alone look wrong.
[[nodiscard]] std::string kernel_check_text(const kernel::Settings& settings, const KernelCheck& check,
                                            std::size_t width);

/// The outcome for programs, as docs/schemas/kernel_check.schema.json describes it.
[[nodiscard]] core::Json kernel_check_json(const core::Observed<kernel::Settings>& settings,
                                           const KernelCheck& check);

/// Rows of the catalogue for a person, a paragraph each.
[[nodiscard]] std::string catalogue_text(const std::vector<const kernel::Setting*>& settings,
                                         std::size_t width);

/// Rows of the catalogue for programs, as docs/schemas/kernel_catalogue.schema.json describes it.
[[nodiscard]] core::Json catalogue_json(const std::vector<const kernel::Setting*>& settings);

}  // namespace portreeve::report
