#include "kernel/references.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace portreeve::kernel {
namespace {

constexpr auto kIpv4 = core::Family::kIpv4;
constexpr auto kIpv6 = core::Family::kIpv6;

// The books of Row, in its order. "CIS Debian Linux 12" stands for all that share its numbers: Ubuntu 24.04
// v1.0.0, RHEL 9 v2.0.0, RHEL 8 v3.0.0, RHEL 7 v4.0.0; "CIS RHEL 8 v4.0.0" for RHEL 10 v1.0.1 and Debian 13
// v1.0.0.
constexpr std::string_view kCisDebian12 = "CIS Debian Linux 12 v1.1.0";
constexpr std::string_view kCisRhel8 = "CIS RHEL 8 v4.0.0";
constexpr std::string_view kStigRhel7 = "RHEL 7 STIG";
constexpr std::string_view kStigRhel8 = "RHEL 8 STIG V2R8";
constexpr std::string_view kStigRhel9 = "RHEL 9 STIG V2R9";
constexpr std::string_view kStigRhel10 = "RHEL 10 STIG V1R2";
constexpr std::string_view kNist = "NIST SP 800-53";
constexpr std::string_view kAnssi = "ANSSI-BP-028";

struct Pair {
  std::string_view in_all;
  std::string_view in_default;
};

struct Row {
  core::Family family = kIpv4;
  std::string_view name;
  Pair cis_debian12{};
  Pair cis_rhel8{};
  Pair stig_rhel7{};
  Pair stig_rhel8{};
  Pair stig_rhel9{};
  Pair stig_rhel10{};
  std::string_view nist = "";
  std::string_view anssi = "";
};

constexpr std::array kRows{
    Row{.name = "forwarding",
        .cis_debian12 = {"3.3.1", ""},
        .cis_rhel8 = {"3.3.1.2", "3.3.1.3"},
        .stig_rhel7 = {"RHEL-07-040740", ""},
        .stig_rhel8 = {"RHEL-08-040259", ""},
        .stig_rhel9 = {"RHEL-09-253075", ""},
        .stig_rhel10 = {"RHEL-10-800210", ""},
        .nist = "CM-7(a), CM-7(b), SC-5, CM-6(a), CM-6(b), SC-7(a)",
        .anssi = "R12"},
    Row{.name = "accept_source_route",
        .cis_debian12 = {"3.3.8", "3.3.8"},
        .cis_rhel8 = {"3.3.1.14", "3.3.1.15"},
        .stig_rhel7 = {"RHEL-07-040610", "RHEL-07-040620"},
        .stig_rhel8 = {"RHEL-08-040239", "RHEL-08-040249"},
        .stig_rhel9 = {"RHEL-09-253020", "RHEL-09-253045"},
        .stig_rhel10 = {"RHEL-10-800100", "RHEL-10-800150"},
        .nist = "CM-7, SC-5, CM-6, SC-7(a)",
        .anssi = "R12"},
    Row{.name = "accept_redirects",
        .cis_debian12 = {"3.3.5", "3.3.5"},
        .cis_rhel8 = {"3.3.1.8", "3.3.1.9"},
        .stig_rhel7 = {"RHEL-07-040641", "RHEL-07-040640"},
        .stig_rhel8 = {"RHEL-08-040279", "RHEL-08-040209"},
        .stig_rhel9 = {"RHEL-09-253015", "RHEL-09-253040"},
        .stig_rhel10 = {"RHEL-10-800090", "RHEL-10-800140"},
        .nist = "CM-7, CM-6, SC-7(a)",
        .anssi = "R12"},
    Row{.name = "secure_redirects",
        .cis_debian12 = {"3.3.6", "3.3.6"},
        .cis_rhel8 = {"3.3.1.10", "3.3.1.11"},
        .nist = "CM-7, CM-6, SC-7(a), SC-5",
        .anssi = "R12"},
    Row{.name = "send_redirects",
        .cis_debian12 = {"3.3.2", "3.3.2"},
        .cis_rhel8 = {"3.3.1.4", "3.3.1.5"},
        .stig_rhel7 = {"RHEL-07-040660", "RHEL-07-040650"},
        .stig_rhel8 = {"RHEL-08-040220", "RHEL-08-040270"},
        .stig_rhel9 = {"RHEL-09-253065", "RHEL-09-253070"},
        .stig_rhel10 = {"RHEL-10-800190", "RHEL-10-800200"},
        .nist = "CM-7, SC-5, CM-6, SC-7(a)",
        .anssi = "R12"},
    Row{.name = "rp_filter",
        .cis_debian12 = {"3.3.7", "3.3.7"},
        .cis_rhel8 = {"3.3.1.12", "3.3.1.13"},
        .stig_rhel7 = {"RHEL-07-040611", "RHEL-07-040612"},
        .stig_rhel8 = {"RHEL-08-040285", "RHEL-08-040287"},
        .stig_rhel9 = {"RHEL-09-253035", "RHEL-09-253050"},
        .stig_rhel10 = {"RHEL-10-800130", "RHEL-10-800160"},
        .nist = "CM-7, CM-6, SC-7(a)",
        .anssi = "R12"},
    Row{.name = "log_martians",
        .cis_debian12 = {"3.3.9", "3.3.9"},
        .cis_rhel8 = {"3.3.1.16", "3.3.1.17"},
        .stig_rhel8 = {"RHEL-08-040221", "RHEL-08-040222"},
        .stig_rhel9 = {"RHEL-09-253025", "RHEL-09-253030"},
        .stig_rhel10 = {"RHEL-10-800110", "RHEL-10-800120"},
        .nist = "CM-7, SC-5(3)(a)"},
    Row{.name = "icmp_ignore_bogus_error_responses",
        .cis_debian12 = {"3.3.3", ""},
        .cis_rhel8 = {"3.3.1.6", ""},
        .stig_rhel9 = {"RHEL-09-253060", ""},
        .stig_rhel10 = {"RHEL-10-800180", ""},
        .nist = "CM-7, SC-5",
        .anssi = "R12"},
    Row{.name = "icmp_echo_ignore_broadcasts",
        .cis_debian12 = {"3.3.4", ""},
        .cis_rhel8 = {"3.3.1.7", ""},
        .stig_rhel7 = {"RHEL-07-040630", ""},
        .stig_rhel8 = {"RHEL-08-040230", ""},
        .stig_rhel9 = {"RHEL-09-253055", ""},
        .stig_rhel10 = {"RHEL-10-800170", ""},
        .nist = "CM-7, SC-5"},
    Row{.name = "tcp_syncookies",
        .cis_debian12 = {"3.3.10", ""},
        .cis_rhel8 = {"3.3.1.18", ""},
        .stig_rhel9 = {"RHEL-09-253010", ""},
        .stig_rhel10 = {"RHEL-10-800080", ""},
        .nist = "CM-7, SC-5(1), SC-5(2), SC-5(3)(a), CM-6",
        .anssi = "R12"},
    Row{.name = "tcp_rfc1337", .anssi = "R12"},
    Row{.name = "shared_media", .anssi = "R12"},
    Row{.name = "accept_local", .anssi = "R12"},
    Row{.name = "arp_filter", .anssi = "R12"},
    Row{.name = "arp_ignore", .anssi = "R12"},
    Row{.name = "route_localnet", .anssi = "R12"},
    Row{.name = "drop_gratuitous_arp", .anssi = "R12"},
    Row{.family = kIpv6,
        .name = "forwarding",
        .cis_debian12 = {"3.3.1", ""},
        .cis_rhel8 = {"3.3.2.1", "3.3.2.2"},
        .stig_rhel8 = {"RHEL-08-040260", ""},
        .stig_rhel9 = {"RHEL-09-254025", ""},
        .stig_rhel10 = {"RHEL-10-800250", ""},
        .nist = "CM-7(a), CM-7(b), CM-6(a), CM-6(b)"},
    Row{.family = kIpv6,
        .name = "accept_redirects",
        .cis_debian12 = {"3.3.5", "3.3.5"},
        .cis_rhel8 = {"3.3.2.3", "3.3.2.4"},
        .stig_rhel8 = {"RHEL-08-040280", "RHEL-08-040210"},
        .stig_rhel9 = {"RHEL-09-254015", "RHEL-09-254035"},
        .stig_rhel10 = {"RHEL-10-800230", "RHEL-10-800270"},
        .nist = "CM-7, CM-6",
        .anssi = "R13"},
    Row{.family = kIpv6,
        .name = "accept_source_route",
        .cis_debian12 = {"3.3.8", "3.3.8"},
        .cis_rhel8 = {"3.3.2.5", "3.3.2.6"},
        .stig_rhel8 = {"RHEL-08-040240", "RHEL-08-040250"},
        .stig_rhel9 = {"RHEL-09-254020", "RHEL-09-254040"},
        .stig_rhel10 = {"RHEL-10-800240", "RHEL-10-800280"},
        .nist = "CM-7, CM-6",
        .anssi = "R13"},
    Row{.family = kIpv6,
        .name = "accept_ra",
        .cis_debian12 = {"3.3.11", "3.3.11"},
        .cis_rhel8 = {"3.3.2.7", "3.3.2.8"},
        .stig_rhel8 = {"RHEL-08-040261", "RHEL-08-040262"},
        .stig_rhel9 = {"RHEL-09-254010", "RHEL-09-254030"},
        .stig_rhel10 = {"RHEL-10-800220", "RHEL-10-800260"},
        .nist = "CM-7, CM-6"},
    Row{.family = kIpv6, .name = "accept_ra_defrtr", .anssi = "R13"},
    Row{.family = kIpv6, .name = "accept_ra_pinfo", .anssi = "R13"},
    Row{.family = kIpv6, .name = "accept_ra_rtr_pref", .anssi = "R13"},
    Row{.family = kIpv6, .name = "autoconf", .anssi = "R13"},
    Row{.family = kIpv6, .name = "router_solicitations", .anssi = "R13"},
    Row{.family = kIpv6, .name = "max_addresses", .anssi = "R13"},
};

const Row* find_row(const Setting& setting) {
  const auto* const found = std::ranges::find_if(
      kRows, [&](const Row& row) { return row.family == setting.family && row.name == setting.name; });
  return found == kRows.end() ? nullptr : found;
}

}  // namespace

std::vector<Reference> find_references(const Setting& setting) {
  const Row* const row = find_row(setting);
  if (row == nullptr) return {};
  std::vector<Reference> references{{kCisDebian12, row->cis_debian12.in_all, row->cis_debian12.in_default},
                                    {kCisRhel8, row->cis_rhel8.in_all, row->cis_rhel8.in_default},
                                    {kStigRhel7, row->stig_rhel7.in_all, row->stig_rhel7.in_default},
                                    {kStigRhel8, row->stig_rhel8.in_all, row->stig_rhel8.in_default},
                                    {kStigRhel9, row->stig_rhel9.in_all, row->stig_rhel9.in_default},
                                    {kStigRhel10, row->stig_rhel10.in_all, row->stig_rhel10.in_default},
                                    {kNist, row->nist, {}},
                                    {kAnssi, row->anssi, {}}};
  std::erase_if(references, [](const Reference& reference) {
    return reference.in_all.empty() && reference.in_default.empty();
  });
  return references;
}

std::string to_string(const std::vector<Reference>& references) {
  std::vector<std::string> texts;
  for (const Reference& reference : references) {
    std::string text = fmt::format("{} {}", reference.source, reference.in_all);
    if (!reference.in_default.empty() && reference.in_default != reference.in_all)
      text += fmt::format(", {}", reference.in_default);
    texts.push_back(std::move(text));
  }
  return fmt::format("{}", fmt::join(texts, "; "));
}

LiteralScopes literal_scopes(const Setting& setting) {
  LiteralScopes scopes;
  for (const Reference& reference : find_references(setting)) {
    if (reference.source == kNist || reference.source == kAnssi) continue;
    scopes.all = scopes.all || !reference.in_all.empty();
    scopes.in_default = scopes.in_default || !reference.in_default.empty();
  }
  return scopes;
}

}  // namespace portreeve::kernel
