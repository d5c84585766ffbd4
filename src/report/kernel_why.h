#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/observation.h"
#include "kernel/persistence.h"

namespace portreeve::report {

/// What one loader makes of the key.
struct LoaderForecast {
  kernel::Loader loader = kernel::Loader::kSystemd;
  bool is_at_boot = false;  ///< whether it is the one that the host runs when it starts
  kernel::Forecast forecast;
};

/// What `portreeve kernel why` has to say about one key.
struct KernelWhy {
  std::string key;                      ///< as sysctl(8) takes it
  std::optional<std::int64_t> running;  ///< nothing if it is no number
  std::vector<LoaderForecast> loaders;  ///< the one at boot first
};

/// Whether the running value differs from what the files make of it at boot; nothing if no file decides or
/// the running value is not known.
[[nodiscard]] std::optional<bool> has_drifted(const KernelWhy& why);

/// Whether the loaders make the same of the key.
[[nodiscard]] bool loaders_agree(const KernelWhy& why);

/// One key for a person: the running value, the one after a reboot, and each line in the order in which it
/// takes effect, for each loader.
[[nodiscard]] std::string kernel_why_text(const KernelWhy& why, std::size_t width);

/// The files that no loader reads for a person; empty if there are none.
[[nodiscard]] std::string masked_files_text(const std::vector<kernel::MaskedFile>& masked, std::size_t width);

/// All keys for programs, as docs/schemas/kernel_why.schema.json describes it.
[[nodiscard]] core::Json kernel_why_json(const std::vector<KernelWhy>& keys,
                                         const std::vector<kernel::MaskedFile>& masked,
                                         const std::vector<core::Unseen>& unseen);

}  // namespace portreeve::report
