#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wrappers/request.h"

namespace portreeve::wrappers {

/// A connection that a unit test makes up. It writes down what the engine looks up, once each and in order.
class RequestForTests : public Request {
 public:
  /// What is known of one end.
  struct End {
    std::string address = std::string(kUnknown);
    std::string name = std::string(kUnknown);
    std::optional<std::uint16_t> port = std::nullopt;
  };

  std::string daemon_name = "sshd";
  std::string user_name = std::string(kUnknown);
  End client{"10.1.2.3", "host.example.com"};
  End server{"192.0.2.1", "server.example.com"};
  int connection = -1;
  /// "client address", "server name", "user", ...
  std::vector<std::string> lookups;

  [[nodiscard]] std::string_view daemon() override { return daemon_name; }
  [[nodiscard]] std::string_view user() override { return look_up(user_is_known_, "user", user_name); }
  [[nodiscard]] std::string_view address(Side side) override {
    return look_up(known(side).address, side == Side::kClient ? "client address" : "server address",
                   end(side).address);
  }
  [[nodiscard]] std::string_view name(Side side) override {
    return look_up(known(side).name, side == Side::kClient ? "client name" : "server name", end(side).name);
  }
  [[nodiscard]] std::string_view user_if_looked_up() override {
    return user_is_known_ ? user_name : std::string_view();
  }
  [[nodiscard]] std::string_view name_if_looked_up(Side side) override {
    return known(side).name ? end(side).name : std::string_view();
  }
  [[nodiscard]] std::string_view address_if_looked_up(Side side) override {
    return known(side).address ? end(side).address : std::string_view();
  }
  [[nodiscard]] std::optional<std::uint16_t> port(Side side) override { return end(side).port; }
  [[nodiscard]] std::string_view pid() override { return "4711"; }
  [[nodiscard]] int descriptor() override { return connection; }

 private:
  struct Known {
    bool address = false;
    bool name = false;
  };

  [[nodiscard]] const End& end(Side side) const { return side == Side::kClient ? client : server; }
  [[nodiscard]] Known& known(Side side) { return known_[side == Side::kClient ? 0 : 1]; }
  std::string_view look_up(bool& is_known, std::string_view what, const std::string& text) {
    if (!is_known) lookups.emplace_back(what);
    is_known = true;
    return text;
  }

  std::array<Known, 2> known_;
  bool user_is_known_ = false;
};

}  // namespace portreeve::wrappers
