#include "core/error.h"

#include <cerrno>
#include <string>

#include <gtest/gtest.h>

namespace portreeve::core {
namespace {

TEST(Error, ReadsAsOneSentence) {
  EXPECT_EQ(make_error("read", "/etc/x", "it is empty", "write it").to_string(),
            "cannot read /etc/x: it is empty (write it)");
}

TEST(Error, LeavesOutWhatDoesNotApply) {
  EXPECT_EQ(make_error("go on", "", "").to_string(), "cannot go on");
  EXPECT_EQ(make_error("read", "x", "it is empty").to_string(), "cannot read x: it is empty");
}

TEST(Error, BeginsWithThePlaceInTheFile) {
  Error error = make_error("parse", "\"x\"", "no number");
  error.location = SourceLocation{"/etc/hosts.allow", 12};
  EXPECT_EQ(error.to_string(), "/etc/hosts.allow:12: cannot parse \"x\": no number");
  error.location = SourceLocation{"/etc/hosts.allow", 0};
  EXPECT_EQ(error.to_string(), "/etc/hosts.allow: cannot parse \"x\": no number");
}

TEST(Error, TextFromOutsideIsMadePrintable) {
  Error error = make_error("read", "a\nb", "\x1b[31m", "\x07");
  error.location = SourceLocation{"f\n", 1};
  EXPECT_EQ(error.to_string(), "f\\x0a:1: cannot read a\\x0ab: \\x1b[31m (\\x07)");
}

TEST(SystemError, KeepsTheNumberAndSaysItInWords) {
  const Error error = system_error("open", "/x", ENOENT);
  EXPECT_EQ(error.errno_value, ENOENT);
  EXPECT_EQ(error.to_string(), "cannot open /x: No such file or directory");
}

TEST(SystemError, AdvisesWhereTheRemedyIsAlwaysTheSame) {
  EXPECT_EQ(system_error("open", "/x", EACCES).advice, "run as root");
  EXPECT_EQ(system_error("open", "/x", EPERM).advice, "run as root");
  EXPECT_EQ(system_error("open", "/x", EMFILE).advice, "raise the limit on open files: ulimit -n");
}

TEST(ParseError, QuotesTheTextAndShortensALongOne) {
  EXPECT_EQ(parse_error("the port", "x", "no number").to_string(), "cannot parse the port \"x\": no number");
  const std::string text = parse_error("the port", std::string(81, 'x'), "no number").to_string();
  EXPECT_EQ(text, "cannot parse the port \"" + std::string(80, 'x') + "\"...: no number");
}

}  // namespace
}  // namespace portreeve::core
