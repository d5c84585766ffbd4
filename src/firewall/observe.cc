#include "firewall/observe.h"

#include <cerrno>
#include <memory>

#include <nftables/libnftables.h>
#include <nlohmann/json.hpp>

#include "core/text.h"
#include "firewall/firewalld.h"

namespace portreeve::firewall {
namespace {

using core::Observed;
using core::SystemRoot;

constexpr std::string_view kRules = "the rules of the firewall";
constexpr std::string_view kCapturedRules = "/nftables.json";

struct ContextDeleter {
  void operator()(::nft_ctx* context) const { ::nft_ctx_free(context); }
};

core::Error cannot_list(std::string_view reason, std::string_view advice) {
  return core::make_error("list", kRules, core::trim(reason), advice);
}

// What `nft -j list ruleset` prints. Without privilege the library says so in a message of several lines.
core::Result<std::string> list_ruleset() {
  const std::unique_ptr<::nft_ctx, ContextDeleter> context(::nft_ctx_new(NFT_CTX_DEFAULT));
  if (!context) return core::failure(cannot_list("libnftables could not be set up", ""));
  ::nft_ctx_output_set_flags(context.get(), NFT_CTX_OUTPUT_JSON | NFT_CTX_OUTPUT_TERSE);
  if (::nft_ctx_buffer_output(context.get()) != 0 || ::nft_ctx_buffer_error(context.get()) != 0) {
    return core::failure(core::system_error("list", kRules, ENOMEM));
  }
  if (::nft_run_cmd_from_buffer(context.get(), "list ruleset") != 0) {
    const std::string message = ::nft_ctx_get_error_buffer(context.get());
    const bool forbidden = message.find("not permitted") != std::string::npos;
    return core::failure(forbidden ? core::system_error("list", kRules, EPERM) : cannot_list(message, ""));
  }
  return std::string(::nft_ctx_get_output_buffer(context.get()));
}

// The legacy iptables keeps its rules apart from nftables, and lists a table here once somebody has used it
// (net/ipv4/netfilter/ip_tables.c).
void note_legacy_tables(const SystemRoot& root, Observed<Firewall>& observed) {
  for (const std::string_view file : {"/proc/net/ip_tables_names", "/proc/net/ip6_tables_names"}) {
    const auto names = root.read(file);
    if (!names || core::trim(*names).empty()) continue;
    observed.miss(
        "the rules of the legacy iptables",
        cannot_list("nftables does not know them", "move them: iptables-legacy-save | iptables-nft-restore"));
    return;
  }
}

Observed<Firewall> observe_live(const SystemRoot& root) {
  Observed<Firewall> observed;
  const auto ruleset =
      list_ruleset().and_then([](const std::string& text) { return core::parse_json("libnftables", text); });
  if (ruleset) {
    observed.value = {find_source_validation(*ruleset), has_rules(*ruleset)};
  } else {
    observed.miss(std::string(kRules), ruleset.error());
  }
  note_legacy_tables(root, observed);
  return observed;
}

Observed<Firewall> observe_capture(const SystemRoot& root) {
  Observed<Firewall> observed;
  const auto text = root.read(kCapturedRules);
  if (!text) {
    core::Error error = text.error();
    if (error.errno_value == ENOENT)
      error.advice = "on the captured host: nft -j list ruleset > nftables.json";
    observed.miss(std::string(kRules), error);
    if (const auto firewalld = observe_firewalld(root))
      observed.value.source_validations.push_back(*firewalld);
    return observed;
  }
  const auto ruleset = core::parse_json(root.shown_path(kCapturedRules), *text);
  if (ruleset) {
    observed.value = {find_source_validation(*ruleset), has_rules(*ruleset)};
  } else {
    observed.miss(std::string(kRules), ruleset.error());
  }
  return observed;
}

}  // namespace

core::Observed<Firewall> observe_firewall(const SystemRoot& root) {
  return root.is_live() ? observe_live(root) : observe_capture(root);
}

}  // namespace portreeve::firewall
