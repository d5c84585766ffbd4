#include <unistd.h>

#include <array>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/drop_in.h"
#include "cli/output.h"
#include "cli/tcpd_tools.h"
#include "core/text.h"
#include "wrappers/decision.h"
#include "wrappers/dry_run.h"
#include "wrappers/expansion.h"
#include "wrappers/host_lookup.h"
#include "wrappers/policy.h"
#include "wrappers/rule_texts.h"
#include "wrappers/text.h"

namespace portreeve::cli {
namespace {

using wrappers::Side;

// What a daemon's name and a user's may have in struct request_info of tcpd.h, less the NUL.
constexpr std::size_t kLongestName = 127;

struct Options {
  wrappers::Tables tables;
  std::string inetd_conf;
};

// Who is asked for, and who asks: DAEMON[@SERVER] [USER@]CLIENT.
struct Question {
  std::string daemon;
  std::string server;
  std::string user;
  std::string client;
};

int print_usage(const char* program) {
  fmt::print(stderr,
             "usage: {} [-d] [-i inet_conf] daemon[@host] [user@]host\n"
             "\t-d: use allow/deny files in current directory\n"
             "\t-i: location of inetd.conf file\n",
             program);
  return 1;
}

// False: the command line is wrong. Its two words are left at ::optind.
bool parse_options(int argc, char** argv, Options& options) {
  for (int letter = ::getopt(argc, argv, "di:"); letter != -1; letter = ::getopt(argc, argv, "di:")) {
    switch (letter) {
      case 'd':
        options.tables = {"hosts.allow", "hosts.deny"};
        break;
      case 'i':
        options.inetd_conf = ::optarg;
        break;
      default:
        return false;
    }
  }
  return ::optind + 2 == argc;
}

Question parse_question(std::string_view daemon, std::string_view client) {
  Question question{{}, std::string(wrappers::kUnknown), std::string(wrappers::kUnknown), {}};
  const std::size_t server = wrappers::find_outside_brackets(daemon, '@');
  if (server != std::string_view::npos) question.server = daemon.substr(server + 1);
  question.daemon = daemon.substr(0, server);
  const std::size_t user = wrappers::find_outside_brackets(client, '@');
  if (user != std::string_view::npos) question.user = client.substr(0, user);
  question.client = user == std::string_view::npos ? client : client.substr(user + 1);
  return question;
}

// Says on standard error what a daemon would log, and each step of the decision.
class PrintedDiagnostics : public wrappers::Diagnostics {
 public:
  void warning(const wrappers::Position& where, std::string_view text) override {
    print("warning: ", where, text);
  }
  void error(const wrappers::Position& where, std::string_view text) override {
    print("error: ", where, text);
  }
  void notice(std::string_view text) override { print("", {}, text); }
  void matched(const wrappers::Position& where) override {
    fmt::print(stderr, "matched:  {} line {}\n", where.file, where.line);
  }
  void option(std::string_view keyword, std::string_view value) override {
    fmt::print(stderr, "option:   {} {}\n", core::printable(keyword), core::printable(value));
  }

 private:
  static void print(std::string_view kind, const wrappers::Position& where, std::string_view text) {
    const std::string place = where.file.empty() ? "" : fmt::format("{}, line {}: ", where.file, where.line);
    fmt::print(stderr, "{}{}{}\n", kind, place, core::printable(text));
  }
};

// A request whose banners are shown to whoever asks.
class AskedRequest : public wrappers::PlainRequest {
 public:
  using PlainRequest::PlainRequest;
  [[nodiscard]] int descriptor() override { return STDOUT_FILENO; }
};

// What is known of both ends, one fact a line, in the bytes that an expansion would have.
std::string facts_text(AskedRequest& request) {
  const std::array<std::pair<std::string_view, std::string_view>, 6> facts{{
      {"client:   hostname", request.name(Side::kClient)},
      {"client:   address ", request.address(Side::kClient)},
      {"client:   username", request.user()},
      {"server:   hostname", request.name(Side::kServer)},
      {"server:   address ", request.address(Side::kServer)},
      {"server:   process ", request.daemon()},
  }};
  std::string text;
  for (const auto& [label, fact] : facts) {
    if (!wrappers::equal_ignoring_case(fact, wrappers::kUnknown))
      text += fmt::format("{} {}\n", label, wrappers::harmless(fact));
  }
  return text;
}

// The verdicts that daemons would come to, one after the other.
class Predictor {
 public:
  Predictor(const core::SystemRoot& root, const wrappers::Tables& tables)
      : tables_(tables), files_(wrappers::RuleTexts::read(root, tables).value) {
    is_strict_ = wrappers::read_strict(wrappers::kPolicyFile, diagnostics_);
  }

  // Prints the facts, then whatever the decision says, then the verdict.
  core::Status answer(AskedRequest& request);

 private:
  wrappers::Tables tables_;
  std::vector<wrappers::RuleTexts::File> files_;
  PrintedDiagnostics diagnostics_;
  bool is_strict_ = false;
};

core::Status Predictor::answer(AskedRequest& request) {
  if (auto written = write_output(facts_text(request)); !written) return written;
  wrappers::RuleTexts texts(files_);
  wrappers::DryRun process;
  wrappers::Evaluation evaluation(request, diagnostics_, is_strict_);
  const wrappers::Decision decision = wrappers::decide(tables_, texts, evaluation, process);
  if (const auto trap = evaluation.trap())
    diagnostics_.error({decision.table, decision.line}, wrappers::explanation(*trap));
  const std::string_view verdict = process.is_delegated() ? "delegated"
                                   : decision.is_granted  ? "granted"
                                                          : "denied";
  return write_output(fmt::format("access:   {}\n", verdict));
}

// portmap and rpcbind open their sockets themselves, whatever inetd is told.
void tell_of_service(const std::string& daemon, const wrappers::SuperServers& services,
                     TroublePrinter& trouble) {
  const wrappers::SuperService* const service = services.find(daemon);
  const bool opens_sockets =
      wrappers::equal_ignoring_case(daemon, "portmap") || wrappers::equal_ignoring_case(daemon, "rpcbind");
  if (opens_sockets || (service != nullptr && !service->is_wrapped && !service->may_be_wrapped)) {
    trouble.warn(fmt::format("{}: service possibly not wrapped", daemon));
  } else if (service == nullptr) {
    trouble.warn(fmt::format("{}: no such process name in {}", daemon, inetd_file_shown(services)));
  }
}

void tell(const std::vector<std::string>& remarks, TroublePrinter& trouble) {
  for (const std::string& remark : remarks)
    trouble.warn(remark);
}

void tell_of_name(const wrappers::AskedHost::Endpoint& endpoint, TroublePrinter& trouble) {
  if (!endpoint.fault.empty()) trouble.warn(endpoint.fault);
}

// The one endpoint of the server, or nothing once the reason has been told.
std::optional<wrappers::PlainEnd> find_one_server(const std::string& server, TroublePrinter& trouble) {
  const wrappers::AskedHost found = wrappers::find_server(server);
  tell(found.remarks, trouble);
  for (const wrappers::AskedHost::Endpoint& endpoint : found.endpoints)
    tell_of_name(endpoint, trouble);
  if (found.endpoints.size() > 1) {
    fmt::print(stderr, "error: {} has more than one address: name the one that is meant\n",
               core::printable(server));
  }
  if (found.endpoints.size() != 1) return std::nullopt;
  return found.endpoints.front().end;
}

}  // namespace

int run_tcpdmatch(int argc, char** argv) {
  Options options;
  if (!parse_options(argc, argv, options)) return print_usage(argv[0]);
  const core::SystemRoot root;
  TroublePrinter trouble;
  Question question = parse_question(argv[::optind], argv[::optind + 1]);
  if (question.daemon.starts_with('/')) {
    const std::string name = question.daemon.substr(question.daemon.rfind('/') + 1);
    trouble.warn(fmt::format("{}: daemon name normalized to: {}", question.daemon, name));
    question.daemon = name;
  }
  const auto services = read_inetd_services(root, options.inetd_conf, trouble);
  if (!services) return 1;
  trouble.tell(services->problems);
  tell_of_service(question.daemon, *services, trouble);
  trouble.warn_of_writable(root, options.tables.allow);
  trouble.warn_of_writable(root, options.tables.deny);

  const auto server = find_one_server(question.server, trouble);
  if (!server) return 1;
  const wrappers::AskedHost client = wrappers::find_client(question.client);
  tell(client.remarks, trouble);
  Predictor predictor(root, options.tables);
  bool is_first = true;
  for (const wrappers::AskedHost::Endpoint& endpoint : client.endpoints) {
    tell_of_name(endpoint, trouble);
    AskedRequest request(question.daemon.substr(0, kLongestName), endpoint.end, *server,
                         question.user.substr(0, kLongestName));
    core::Status written = is_first ? core::Status() : write_output("\n");
    is_first = false;
    if (written) written = predictor.answer(request);
    if (!written) {
      fmt::print(stderr, "{}\n", written.error().to_string());
      return 1;
    }
  }
  return client.endpoints.empty() ? 1 : 0;
}

}  // namespace portreeve::cli
