#include "wrappers/options.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "wrappers/banner.h"
#include "wrappers/command.h"
#include "wrappers/expansion.h"
#include "wrappers/identity.h"
#include "wrappers/option.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

// What an expanded option value must stay below, in bytes.
constexpr std::size_t kExpansionLimit = 8192;
constexpr int kDefaultNice = 10;

// The options of one rule at work.
class Runner {
 public:
  Runner(Evaluation& evaluation, ProcessState& process) : evaluation_(evaluation), process_(process) {}

  OptionsOutcome run(std::string_view text);

 private:
  // Each of these does what its option says. False: it is in error, and the error has been told.
  bool run_one(OptionKind kind, const std::string& value);
  bool run_aclexec(const std::string& command);
  bool run_keepalive();
  bool run_linger(const std::string& value);
  bool run_nice(const std::string& value);
  bool run_rfc931(const std::string& value);
  bool run_setenv(const std::string& value);
  bool run_severity(const std::string& value);
  bool run_spawn(const std::string& command);
  bool run_twist(const std::string& command);
  bool run_umask(const std::string& value);
  bool run_user(const std::string& value);
  bool run_group(const std::string& value);

  void warn(std::initializer_list<std::string_view> text) {
    evaluation_.diagnostics.warning(evaluation_.position, concat(text));
  }
  bool fail(std::initializer_list<std::string_view> text) {
    evaluation_.diagnostics.error(evaluation_.position, concat(text));
    return false;
  }
  void set_socket_option(int name, const void* value, socklen_t size, std::string_view text) {
    if (process_.is_dry_run()) return;
    if (setsockopt(evaluation_.request.descriptor(), SOL_SOCKET, name, value, size) == 0) return;
    warn({"setsockopt ", text, ": ", std::strerror(errno)});
  }

  Evaluation& evaluation_;
  ProcessState& process_;
  bool command_failed_ = false;
  Credentials credentials_;
};

OptionsOutcome Runner::run(std::string_view text) {
  const OptionList list = parse_options(text);
  if (list.ends_in_colon) warn({"rule ends in \":\""});
  for (std::size_t i = 0; i < list.options.size(); ++i) {
    const Option& option = list.options[i];
    const auto fault = fault_of(list.options, i);
    if (fault || !option.kind) {
      fail({fault.value_or("bad option name")});
      return OptionsOutcome::kError;
    }
    const OptionKind kind = *option.kind;
    std::string value = option.value;
    if (!value.empty() && traits(kind).expands_value) {
      const auto expanded = expand(value, kExpansionLimit, evaluation_);
      if (!expanded) {
        fail({"option \"", option.keyword, "\": expansion too long: ", std::string_view(value).substr(0, 30),
              "..."});
        return OptionsOutcome::kError;
      }
      value = trim_spaces(*expanded);
    }
    evaluation_.diagnostics.option(option.keyword, value);
    if (kind == OptionKind::kAllow) return OptionsOutcome::kAllow;
    if (kind == OptionKind::kDeny) return OptionsOutcome::kDeny;
    if (!run_one(kind, value)) return OptionsOutcome::kError;
  }
  return command_failed_ ? OptionsOutcome::kCommandFailed : OptionsOutcome::kPassed;
}

bool Runner::run_one(OptionKind kind, const std::string& value) {
  if (const auto fault = value_fault_of(kind, value)) return fail({*fault});
  switch (kind) {
    case OptionKind::kAclexec:
      return run_aclexec(value);
    case OptionKind::kBanners:
      send_banner(value, evaluation_);
      return true;
    case OptionKind::kGroup:
      return run_group(value);
    case OptionKind::kKeepalive:
      return run_keepalive();
    case OptionKind::kLinger:
      return run_linger(value);
    case OptionKind::kNice:
      return run_nice(value);
    case OptionKind::kRfc931:
      return run_rfc931(value);
    case OptionKind::kSetenv:
      return run_setenv(value);
    case OptionKind::kSeverity:
      return run_severity(value);
    case OptionKind::kSpawn:
      return run_spawn(value);
    case OptionKind::kTwist:
      return run_twist(value);
    case OptionKind::kUmask:
      return run_umask(value);
    case OptionKind::kUser:
      return run_user(value);
    case OptionKind::kAllow:
    case OptionKind::kDeny:
      break;
  }
  return true;
}

bool Runner::run_aclexec(const std::string& command) {
  if (process_.is_dry_run()) return true;
  const CommandResult result =
      run_command(command, CommandStreams::kCaller, evaluation_.request.descriptor());
  if (result.error_number != 0) warn({"cannot fork: ", std::strerror(result.error_number)});
  if (WIFSIGNALED(result.wait_status)) {
    warn(
        {"process ", decimal(result.process), " exited with signal ", decimal(WTERMSIG(result.wait_status))});
  }
  command_failed_ = !result.succeeded();
  return true;
}

bool Runner::run_keepalive() {
  const int on = 1;
  set_socket_option(SO_KEEPALIVE, &on, sizeof on, "SO_KEEPALIVE");
  return true;
}

bool Runner::run_linger(const std::string& value) {
  const int seconds = parse_decimal_value(value).value_or(0);
  const linger setting{seconds != 0 ? 1 : 0, seconds};
  set_socket_option(SO_LINGER, &setting, sizeof setting, concat({"SO_LINGER ", decimal(seconds)}));
  return true;
}

bool Runner::run_nice(const std::string& value) {
  const int step = parse_decimal_value(value).value_or(kDefaultNice);
  if (process_.is_dry_run()) return true;
  errno = 0;  // -1 is a proper result of nice(2) as well
  if (nice(step) == -1 && errno != 0) warn({"nice(", decimal(step), "): ", std::strerror(errno)});
  return true;
}

bool Runner::run_rfc931(const std::string& value) {
  if (const auto timeout = parse_decimal_value(value)) process_.set_ident_timeout(*timeout);
  (void)evaluation_.request.user();
  return true;
}

bool Runner::run_setenv(const std::string& value) {
  const Assignment assignment = parse_assignment(value);
  if (setenv(assignment.name.c_str(), assignment.value.c_str(), 1) == 0) return true;
  if (errno == ENOMEM) return fail({"memory allocation failure"});
  return fail(
      {"setenv: \"", assignment.name, "\" is no name of a variable: a blank separates name and value"});
}

bool Runner::run_severity(const std::string& value) {
  if (const auto priority = parse_severity(value).priority) process_.set_severity(*priority);
  return true;
}

bool Runner::run_spawn(const std::string& command) {
  if (process_.is_dry_run()) return true;
  const CommandResult result = run_command(command, CommandStreams::kNull, evaluation_.request.descriptor());
  if (result.error_number != 0) warn({"cannot fork: ", std::strerror(result.error_number)});
  return true;
}

bool Runner::run_twist(const std::string& command) {
  if (process_.is_dry_run()) {
    process_.delegate();
    return true;
  }
  if (process_.is_resident()) return fail({"twist option in resident process"});
  process_.log_twist(concat({"twist ", harmless(client_text(evaluation_.request)), " to ", command}));
  become_command(command, evaluation_.request.descriptor());
  return fail({"twist_option: dup: ", std::strerror(errno)});
}

bool Runner::run_umask(const std::string& value) {
  if (const auto mask = parse_octal_value(value)) (void)umask(*mask);
  return true;
}

bool Runner::run_group(const std::string& value) {
  const auto fault = credentials_.set_group(value, process_.is_dry_run());
  return !fault || fail({*fault});
}

bool Runner::run_user(const std::string& value) {
  const Identity identity = parse_identity(value);
  if (identity.group && !run_group(*identity.group)) return false;
  const auto fault = credentials_.set_user(identity.user, process_.is_dry_run());
  return !fault || fail({*fault});
}

}  // namespace

OptionsOutcome run_options(std::string_view text, Evaluation& evaluation, ProcessState& process) {
  return Runner(evaluation, process).run(text);
}

}  // namespace portreeve::wrappers
