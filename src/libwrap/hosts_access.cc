#include <csetjmp>
#include <cstring>
#include <string_view>

#include "libwrap/abi_process.h"
#include "libwrap/abi_request.h"
#include "libwrap/globals.h"
#include "libwrap/shared_state.h"
#include "libwrap/syslog_diagnostics.h"
#include "wrappers/command.h"
#include "wrappers/decision.h"
#include "wrappers/options.h"
#include "wrappers/text.h"

namespace portreeve::libwrap {
namespace {

// The first call leaves 0 and the second 1: a process that decides twice is resident.
void count_decision() {
  int before = load(resident);
  while (before <= 0 && !__atomic_compare_exchange_n(&resident, &before, before + 1, false, __ATOMIC_RELAXED,
                                                     __ATOMIC_RELAXED)) {
  }
}

std::string_view path_in(char* const& variable) {
  const char* const path = load(variable);
  return path == nullptr ? std::string_view() : std::string_view(path);
}

bool is_granted(request_info& request) {
  AbiRequest asked(request);
  AbiProcess process;
  SyslogDiagnostics diagnostics;
  wrappers::Evaluation evaluation(asked, diagnostics, is_strict());
  const RuleScope scope(evaluation.position);
  const wrappers::Tables tables{path_in(hosts_allow_table), path_in(hosts_deny_table)};
  const wrappers::Decision decision = wrappers::decide(tables, table_cache(), evaluation, process);
  if (const auto trap = evaluation.trap()) {
    diagnostics.error({decision.table, decision.line}, wrappers::explanation(*trap));
  }
  return decision.is_granted;
}

wrappers::OptionsOutcome run_options(const char* options, request_info& request) {
  AbiRequest asked(request);
  AbiProcess process;
  SyslogDiagnostics diagnostics;
  wrappers::Evaluation evaluation(asked, diagnostics, false);
  if (tcpd_context.file != nullptr) evaluation.position = {tcpd_context.file, tcpd_context.line};
  return wrappers::run_options(options, evaluation, process);
}

}  // namespace
}  // namespace portreeve::libwrap

extern "C" {

int hosts_access(request_info* request) {
  portreeve::libwrap::count_decision();
  return portreeve::libwrap::is_granted(*request) ? 1 : 0;
}

int hosts_ctl(char* daemon, char* client_name, char* client_addr, char* client_user) {
  request_info request;
  request_init(&request, RQ_DAEMON, daemon, RQ_CLIENT_NAME, client_name, RQ_CLIENT_ADDR, client_addr, RQ_USER,
               client_user, 0);
  return hosts_access(&request);
}

void process_options(char* options, request_info* request) {
  using portreeve::wrappers::OptionsOutcome;
  // No object with a destructor is alive here: longjmp() would not run it.
  switch (portreeve::libwrap::run_options(options, *request)) {
    case OptionsOutcome::kAllow:
      longjmp(tcpd_buf, AC_PERMIT);
    case OptionsOutcome::kDeny:
    case OptionsOutcome::kError:
      longjmp(tcpd_buf, AC_DENY);
    case OptionsOutcome::kPassed:
    case OptionsOutcome::kCommandFailed:
      break;
  }
}

void shell_cmd(char* command) {
  const auto result =
      portreeve::wrappers::run_command(command, portreeve::wrappers::CommandStreams::kNull, -1);
  if (result.error_number == 0) return;
  portreeve::libwrap::warn(
      portreeve::wrappers::concat({"cannot fork: ", std::strerror(result.error_number)}));
}

}  // extern "C"
