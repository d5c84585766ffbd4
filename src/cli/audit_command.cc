#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "audit/judge.h"
#include "audit/outside.h"
#include "cli/command.h"
#include "cli/progress_line.h"
#include "core/json.h"
#include "core/table.h"
#include "report/audit_json.h"
#include "report/audit_text.h"

namespace portreeve::cli {
namespace {

struct AuditOptions {
  std::string fail_on = "info";
  std::string format = "text";
  std::string output;
  std::string outside_file;
  std::string outside_namespace;
  std::string outside_ports = "-";
};

// What stands in the way of the view that the user asked for is an error: an audit without it would look as
// if all were well outside.
core::Status add_outside_view(const AuditOptions& options, audit::Observations& observations) {
  if (!options.outside_file.empty()) {
    auto view = audit::read_outside_view(options.outside_file);
    if (!view) return core::failure(view.error());
    observations.outside = std::move(*view);
  } else if (!options.outside_namespace.empty()) {
    const auto ports = scan::PortSet::parse(options.outside_ports);
    if (!ports) return core::failure(ports.error());
    ProgressLine line;
    auto view = audit::scan_from_namespace(options.outside_namespace, observations.addresses.value, *ports,
                                           [&line](const scan::Progress& progress) { line.show(progress); });
    if (!view) return core::failure(view.error());
    observations.outside = std::move(*view);
  }
  return {};
}

ExitStatus run_audit(const GlobalOptions& global, const AuditOptions& options) {
  const auto root = system_root(global);
  if (!root) return fail(root.error());
  const auto fail_on =
      options.fail_on == "never" ? std::nullopt : std::optional(*audit::parse_severity(options.fail_on));

  audit::Observations observations = audit::observe(*root);
  if (const auto added = add_outside_view(options, observations); !added) return fail(added.error());
  const report::AuditReport report{.host_name = observations.host_name,
                                   .source = root->is_live() ? "this host" : global.root,
                                   .judgement = audit::judge(observations)};

  const bool to_file = !options.output.empty();
  const bool json = global.json || options.format == "json";
  const std::string text =
      json ? core::to_text(report::audit_json(report))
           : report::audit_text(report, to_file ? core::Table::kUnlimited : terminal_width(),
                                !to_file && use_color(global.color));
  const core::Status written = to_file ? write_file(options.output, text) : write_output(text);
  if (!written) return fail(written.error());

  const auto& findings = report.judgement.findings;
  const bool fails = fail_on && !findings.empty() && findings.front().severity >= *fail_on;
  return fails ? ExitStatus::kFindings : ExitStatus::kFine;
}

}  // namespace

void add_audit_command(CLI::App& program, const GlobalOptions& global, ExitStatus& status) {
  CLI::App* const command = program.add_subcommand("audit", "Judge the host against the guide's chapter");
  const auto options = std::make_shared<AuditOptions>();
  command->fallthrough();
  command->footer(
      "A host can't see itself from outside by asking itself. Scan it from another machine with\n"
      "`portreeve scan -p- --json ADDRESS > FILE` or `nmap -p- -oX FILE ADDRESS` and give the file to "
      "--outside.\n"
      "Exit status: 0 nothing found, 1 findings of the severity of --fail-on or worse, 2 usage, 3 it could "
      "not "
      "be done.");
  command->add_option("--fail-on", options->fail_on, "The least severity that makes the exit status 1")
      ->check(CLI::IsMember({"info", "low", "medium", "high", "critical", "never"}).description(""))
      ->type_name("SEVERITY")
      ->capture_default_str();
  command->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}).description(""))
      ->type_name("FORMAT")
      ->capture_default_str();
  command->add_option("-o,--output", options->output, "Write the report to a file")->type_name("FILE");
  auto* const file =
      command->add_option("--outside", options->outside_file, "The view from outside: a scan report")
          ->type_name("FILE");
  command
      ->add_option("--outside-from", options->outside_namespace,
                   "Take the view from outside by a scan from another network namespace")
      ->excludes(file)
      ->type_name("NAME|PID");
  command
      ->add_option("--outside-ports", options->outside_ports,
                   "The TCP ports to scan with --outside-from; - is all of them")
      ->type_name("PORTS")
      ->capture_default_str();
  command->callback([&global, &status, options] { status = run_audit(global, *options); });
}

}  // namespace portreeve::cli
