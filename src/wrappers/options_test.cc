#include "wrappers/options.h"

#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <syslog.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/file_descriptor.h"
#include "core/temporary_directory_for_tests.h"
#include "wrappers/recorders_for_tests.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Options : public ::testing::Test {
 protected:
  void SetUp() override {
    int ends[2];
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    ours_ = core::FileDescriptor(ends[0]);
    client = core::FileDescriptor(ends[1]);
    test.request.connection = ours_.get();
    test.evaluation.position = {"TABLE", 5};
  }

  OptionsOutcome run(std::string_view options) { return run_options(options, test.evaluation, process); }
  // The same in a child, with what that finds out afterwards, as an exit status.
  int run_in_child(std::string_view options, const std::function<int()>& look) {
    const pid_t child = fork();
    if (child == 0) {
      const OptionsOutcome outcome = run(options);
      _exit(outcome == OptionsOutcome::kPassed ? look() : 99);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
    return WEXITSTATUS(status);
  }
  std::string file(std::string_view name) { return concat({directory.path(), "/", name}); }
  std::string text_of(std::string_view name) {
    std::ostringstream text;
    text << std::ifstream(file(name)).rdbuf();
    return text.str();
  }
  std::string received() {
    char bytes[4096];
    const ssize_t got = recv(client.get(), bytes, sizeof bytes, MSG_DONTWAIT);
    return got < 0 ? std::string() : std::string(bytes, static_cast<std::size_t>(got));
  }

  core::TemporaryDirectory directory;
  EvaluationForTests test;
  ProcessForTests process;
  core::FileDescriptor client;

 private:
  core::FileDescriptor ours_;
};

TEST_F(Options, AllowAndDenyAreReachedAtTheEnd) {
  EXPECT_EQ(run("allow"), OptionsOutcome::kAllow);
  EXPECT_EQ(run(" DENY \n"), OptionsOutcome::kDeny);
  EXPECT_EQ(run("severity info : deny\n"), OptionsOutcome::kDeny);
  EXPECT_EQ(run("severity info\n"), OptionsOutcome::kPassed);
  EXPECT_EQ(run(""), OptionsOutcome::kPassed);
}

TEST_F(Options, AnErrorIsToldWithItsLineAndEndsThem) {
  EXPECT_EQ(run("severity debug : nosuch : severity info"), OptionsOutcome::kError);
  EXPECT_EQ(process.severity, LOG_DEBUG);
  EXPECT_THAT(test.diagnostics.lines, ElementsAre("error: TABLE, line 5: bad option name: \"nosuch\""));
}

TEST_F(Options, EachIsToldWithItsExpandedValue) {
  EXPECT_EQ(run("setenv PORTREEVE_TEST %d : severity info"), OptionsOutcome::kPassed);
  EXPECT_THAT(test.diagnostics.options, ElementsAre("setenv PORTREEVE_TEST sshd", "severity info"));
}

struct BadValue {
  std::string_view options, error;
};
class BadValues : public Options, public ::testing::WithParamInterface<BadValue> {};

TEST_P(BadValues, AreErrorsInAnyRun) {
  for (const bool dry : {false, true}) {
    process.dry = dry;
    test.diagnostics.lines.clear();
    EXPECT_EQ(run(GetParam().options), OptionsOutcome::kError);
    EXPECT_THAT(test.diagnostics.lines, ElementsAre(concat({"error: TABLE, line 5: ", GetParam().error})));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Texts, BadValues,
    ::testing::Values(
        BadValue{"linger x", "bad linger value: \"x\""}, BadValue{"linger -1", "bad linger value: \"-1\""},
        BadValue{"nice x", "bad nice value: \"x\""}, BadValue{"rfc931 0", "bad rfc931 timeout: \"0\""},
        BadValue{"rfc931 -1", "bad rfc931 timeout: \"-1\""}, BadValue{"umask 8", "bad umask value: \"8\""},
        BadValue{"umask 1000", "bad umask value: \"1000\""}, BadValue{"umask -1", "bad umask value: \"-1\""},
        BadValue{"umask 22x", "bad umask value: \"22x\""},
        BadValue{"severity x", "bad syslog facility or severity: \"x\""},
        BadValue{"severity x.info", "bad syslog facility or severity: \"x\""},
        BadValue{"user no-such-user", "unknown user: \"no-such-user\""},
        BadValue{"group no-such-group", "unknown group: \"no-such-group\""},
        BadValue{"user nobody.no-such-group", "unknown group: \"no-such-group\""},
        BadValue{"setenv A=b", "setenv: \"A=b\" is no name of a variable: a blank separates name and value"},
        BadValue{": allow", "missing option name"},
        BadValue{"deny : allow", "option \"deny\" must be at end"}));

TEST_F(Options, ATextThatEndsInAColonIsWarnedOf) {
  EXPECT_EQ(run("severity info:"), OptionsOutcome::kPassed);
  EXPECT_THAT(test.diagnostics.lines, ElementsAre("warning: TABLE, line 5: rule ends in \":\""));
}

TEST_F(Options, AnExpansionThatIsTooLongRefuses) {
  std::string many = "setenv X ";
  for (int i = 0; i < 1100; ++i)
    many += "%a";
  EXPECT_EQ(run(many), OptionsOutcome::kError);
  EXPECT_THAT(test.diagnostics.lines, ElementsAre(HasSubstr("expansion too long: X %a%a")));
}

TEST_F(Options, SeveritySetsThePriorityOfBothOutcomes) {
  EXPECT_EQ(run("severity mail.crit"), OptionsOutcome::kPassed);
  EXPECT_EQ(process.severity, LOG_MAIL | LOG_CRIT);
}

TEST_F(Options, SpawnRunsItsCommandWithWhatTheRequestExpandsTo) {
  EXPECT_EQ(run(concat({"spawn echo \"%a %d\" > ", file("out")})), OptionsOutcome::kPassed);
  EXPECT_EQ(text_of("out"), "10.1.2.3 sshd\n");
}

TEST_F(Options, SpawnDoesNotCareHowItsCommandEnds) {
  EXPECT_EQ(run("spawn exit 1 : allow"), OptionsOutcome::kAllow);
  EXPECT_EQ(run("spawn kill -KILL $$"), OptionsOutcome::kPassed);
  EXPECT_THAT(test.diagnostics.lines, IsEmpty());
}

TEST_F(Options, TheLastAclexecDecides) {
  EXPECT_EQ(run("aclexec true"), OptionsOutcome::kPassed);
  EXPECT_EQ(run("aclexec false"), OptionsOutcome::kCommandFailed);
  EXPECT_EQ(run("aclexec false : aclexec true"), OptionsOutcome::kPassed);
  EXPECT_EQ(run("aclexec true : aclexec false"), OptionsOutcome::kCommandFailed);
  EXPECT_EQ(run("aclexec false : allow"), OptionsOutcome::kAllow);
  EXPECT_EQ(run("aclexec false : deny"), OptionsOutcome::kDeny);
  EXPECT_THAT(test.diagnostics.lines, IsEmpty());
}

TEST_F(Options, AFailedAclexecIsForgottenByTheNextDecision) {
  EXPECT_EQ(run("aclexec false"), OptionsOutcome::kCommandFailed);
  EXPECT_EQ(run("spawn true"), OptionsOutcome::kPassed);
}

TEST_F(Options, ASignalThatEndsAclexecIsWarnedOf) {
  EXPECT_EQ(run("aclexec kill -KILL $$"), OptionsOutcome::kCommandFailed);
  EXPECT_THAT(test.diagnostics.lines, ElementsAre(HasSubstr(" exited with signal 9")));
}

TEST_F(Options, TwistGivesTheConnectionToTheCommand) {
  ASSERT_EQ(write(client.get(), "hello\n", 6), 6);
  const int status = run_in_child("twist read word; echo \"$word for %d\"; exit 7", [] { return 98; });
  EXPECT_EQ(status, 7);
  EXPECT_EQ(received(), "hello for sshd\n");
}

TEST_F(Options, TwistIsLogged) {
  test.request.connection = -1;  // so that it fails and the test lives on
  EXPECT_EQ(run("twist echo %d"), OptionsOutcome::kError);
  EXPECT_THAT(process.twists, ElementsAre("twist 10.1.2.3 to echo sshd"));
  EXPECT_THAT(test.diagnostics.lines, ElementsAre(HasSubstr("twist_option: dup: ")));
}

TEST_F(Options, AResidentProcessDoesNotTwist) {
  process.resident = true;
  EXPECT_EQ(run("twist true"), OptionsOutcome::kError);
  EXPECT_THAT(test.diagnostics.lines, ElementsAre("error: TABLE, line 5: twist option in resident process"));
}

TEST_F(Options, Rfc931LooksTheUserUpAndSetsTheTimeout) {
  EXPECT_EQ(run("rfc931"), OptionsOutcome::kPassed);
  EXPECT_EQ(process.ident_timeout, std::nullopt);
  EXPECT_THAT(test.request.lookups, ElementsAre("user"));
  EXPECT_EQ(run("rfc931 3"), OptionsOutcome::kPassed);
  EXPECT_EQ(process.ident_timeout, 3);
}

TEST_F(Options, SetenvSetsAVariableForTheDaemonAndCommands) {
  EXPECT_EQ(
      run_in_child(concat({"setenv PORTREEVE_TEST  %a and b : spawn echo $PORTREEVE_TEST > ", file("out")}),
                   [] {
                     const char* const value = getenv("PORTREEVE_TEST");
                     return value != nullptr && std::string_view(value) == "10.1.2.3 and b" ? 0 : 1;
                   }),
      0);
  EXPECT_EQ(text_of("out"), "10.1.2.3 and b\n");
}

TEST_F(Options, SetenvWithoutAValueSetsAnEmptyOne) {
  EXPECT_EQ(run_in_child("setenv PORTREEVE_TEST",
                         [] {
                           const char* const value = getenv("PORTREEVE_TEST");
                           return value != nullptr && *value == '\0' ? 0 : 1;
                         }),
            0);
}

TEST_F(Options, UmaskIsSet) {
  EXPECT_EQ(run_in_child("umask 027", [] { return umask(0) == 027 ? 0 : 1; }), 0);
  EXPECT_EQ(run_in_child("umask +77", [] { return umask(0) == 077 ? 0 : 1; }), 0);
}

TEST_F(Options, NiceLowersThePriorityByItsValueOrByTen) {
  const auto priority = [] { return getpriority(PRIO_PROCESS, 0); };
  const int before = priority();
  if (before > 5) GTEST_SKIP() << "this process has too low a priority already";
  EXPECT_EQ(run_in_child("nice 3", [&] { return priority() - before; }), 3);
  EXPECT_EQ(run_in_child("nice", [&] { return priority() - before; }), 10);
}

TEST_F(Options, KeepaliveAndLingerAreSetOnTheConnection) {
  EXPECT_EQ(run("keepalive : linger 7"), OptionsOutcome::kPassed);
  int keepalive = 0;
  socklen_t size = sizeof keepalive;
  ASSERT_EQ(getsockopt(test.request.connection, SOL_SOCKET, SO_KEEPALIVE, &keepalive, &size), 0);
  EXPECT_NE(keepalive, 0);
  linger setting{};
  size = sizeof setting;
  ASSERT_EQ(getsockopt(test.request.connection, SOL_SOCKET, SO_LINGER, &setting, &size), 0);
  EXPECT_NE(setting.l_onoff, 0);
  EXPECT_EQ(setting.l_linger, 7);
  EXPECT_EQ(run("linger 0"), OptionsOutcome::kPassed);
  ASSERT_EQ(getsockopt(test.request.connection, SOL_SOCKET, SO_LINGER, &setting, &size), 0);
  EXPECT_EQ(setting.l_onoff, 0);
}

TEST_F(Options, ASocketOptionThatCannotBeSetIsWarnedOf) {
  test.request.connection = -1;
  EXPECT_EQ(run("keepalive : linger 7"), OptionsOutcome::kPassed);
  EXPECT_THAT(test.diagnostics.lines,
              ElementsAre("warning: TABLE, line 5: setsockopt SO_KEEPALIVE: Bad file descriptor",
                          "warning: TABLE, line 5: setsockopt SO_LINGER 7: Bad file descriptor"));
}

TEST_F(Options, BannersAreSentToTheClient) {
  directory.write("sshd", "Hello %a\n");
  EXPECT_EQ(run(concat({"banners ", directory.path()})), OptionsOutcome::kPassed);
  EXPECT_EQ(received(), "Hello 10.1.2.3\r\n");
}

TEST_F(Options, UserAndGroupChangeTheProcess) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can change its credentials";
  EXPECT_EQ(run_in_child("user nobody", [] { return getuid() != 0 && geteuid() != 0 ? 0 : 1; }), 0);
  EXPECT_EQ(run_in_child("user nobody.daemon", [] { return getgid() == 1 ? 0 : 1; }), 0);
  EXPECT_EQ(run_in_child("group daemon", [] { return getgid() == 1 && getuid() == 0 ? 0 : 1; }), 0);
}

TEST_F(Options, ADryRunRunsNoCommandsAndTakesThemToSucceed) {
  process.dry = true;
  EXPECT_EQ(run(concat({"spawn touch ", file("one"), " : aclexec touch ", file("two"), "; false"})),
            OptionsOutcome::kPassed);
  EXPECT_EQ(access(file("one").c_str(), F_OK), -1);
  EXPECT_EQ(access(file("two").c_str(), F_OK), -1);
}

TEST_F(Options, ADryRunDelegatesInsteadOfTwisting) {
  process.dry = true;
  process.resident = true;
  EXPECT_EQ(run("twist true"), OptionsOutcome::kPassed);
  EXPECT_TRUE(process.delegated);
  EXPECT_THAT(process.twists, IsEmpty());
}

TEST_F(Options, ADryRunLeavesTheConnectionThePriorityAndTheUserAlone) {
  process.dry = true;
  test.request.connection = -1;
  const int before = getpriority(PRIO_PROCESS, 0);
  EXPECT_EQ(run("keepalive : linger 3 : nice 1 : user nobody : group daemon"), OptionsOutcome::kPassed);
  EXPECT_EQ(getpriority(PRIO_PROCESS, 0), before);
  EXPECT_THAT(test.diagnostics.lines, IsEmpty());
}

}  // namespace
}  // namespace portreeve::wrappers
