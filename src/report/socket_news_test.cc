#include "report/socket_news.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/json.h"

namespace portreeve::report {
namespace {

using sockets::Event;
using sockets::Socket;

Socket listener() {
  Socket socket;
  socket.state = sockets::State::kListen;
  socket.local = core::Endpoint::parse("0.0.0.0:22").value();
  sockets::Owner owner;
  owner.process.pid = 812;
  owner.process.name = "ss\x1bhd";
  owner.descriptor = 3;
  socket.owners = {owner};
  return socket;
}

TEST(SocketLine, NamesTheSocketAndWhoHoldsItWithoutBytesForTheTerminal) {
  EXPECT_EQ(socket_line(listener()), "tcp LISTEN 0.0.0.0:22 users:((\"ss\\x1bhd\",pid=812,fd=3))");
}

TEST(SocketLine, NamesThePeerOfAConnection) {
  Socket socket;
  socket.state = sockets::State::kEstablished;
  socket.local = core::Endpoint::parse("192.0.2.1:22").value();
  socket.peer = core::Endpoint::parse("192.0.2.2:5000").value();
  EXPECT_EQ(socket_line(socket), "tcp ESTAB 192.0.2.1:22 192.0.2.2:5000");
}

TEST(EventLine, BeginsWithTheTimeAndASign) {
  Socket socket = listener();
  socket.owners.clear();
  EXPECT_EQ(event_line({Event::Kind::kAppeared, socket}, 0),
            "1970-01-01T00:00:00Z + tcp LISTEN 0.0.0.0:22\n");
  EXPECT_EQ(event_line({Event::Kind::kWent, socket}, 0), "1970-01-01T00:00:00Z - tcp LISTEN 0.0.0.0:22\n");
}

TEST(EventJson, IsOneLineThatParses) {
  const std::string text = event_json({Event::Kind::kWent, listener()}, 0);
  EXPECT_EQ(text.find('\n'), text.size() - 1);
  EXPECT_TRUE(core::parse_json("event", text));
}

TEST(DifferenceText, ShowsBothSidesOfAChange) {
  Socket before = listener();
  Socket after = listener();
  after.owners[0].process.name = "nc";
  const std::string text = difference_text(sockets::compare({before}, {after}));
  EXPECT_EQ(text,
            "< tcp LISTEN 0.0.0.0:22 users:((\"ss\\x1bhd\",pid=812,fd=3))\n"
            "> tcp LISTEN 0.0.0.0:22 users:((\"nc\",pid=812,fd=3))\n");
}

}  // namespace
}  // namespace portreeve::report
