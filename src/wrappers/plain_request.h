#pragma once

#include <functional>
#include <optional>
#include <string>

#include "wrappers/request.h"

namespace portreeve::wrappers {

/// One end of a connection that is only asked about. Empty texts are not known.
struct PlainEnd {
  std::string address;
  std::string name;
  std::optional<std::uint16_t> port = std::nullopt;
};

/// A request made of texts, for questions about connections that nobody has opened.
///
/// A name that is not given is looked up by `find_name` when a rule asks for it, and is unknown without that
/// function.
class PlainRequest : public Request {
 public:
  using FindName = std::function<std::string(const std::string& address)>;

  PlainRequest(std::string daemon, PlainEnd client, PlainEnd server = {}, std::string user = {},
               FindName find_name = nullptr);

  [[nodiscard]] std::string_view daemon() override { return daemon_; }
  [[nodiscard]] std::string_view user() override {
    return user_.empty() ? kUnknown : std::string_view(user_);
  }
  [[nodiscard]] std::string_view address(Side side) override;
  [[nodiscard]] std::string_view name(Side side) override;
  [[nodiscard]] std::string_view user_if_looked_up() override { return user_; }
  [[nodiscard]] std::string_view name_if_looked_up(Side side) override { return end(side).name; }
  [[nodiscard]] std::string_view address_if_looked_up(Side side) override { return end(side).address; }
  [[nodiscard]] std::optional<std::uint16_t> port(Side side) override { return end(side).port; }
  [[nodiscard]] std::string_view pid() override { return pid_; }
  [[nodiscard]] int descriptor() override { return -1; }

 private:
  [[nodiscard]] PlainEnd& end(Side side) { return side == Side::kClient ? client_ : server_; }

  std::string daemon_;
  PlainEnd client_;
  PlainEnd server_;
  std::string user_;
  FindName find_name_;
  std::string pid_;
};

}  // namespace portreeve::wrappers
