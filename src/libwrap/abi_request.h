#pragma once

#include "libwrap/tcpd.h"
#include "wrappers/request.h"

namespace portreeve::libwrap {

/// A struct request_info as the engine asks about it. What is looked up stays in the structure, as eval_*()
/// leave it.
class AbiRequest : public wrappers::Request {
 public:
  explicit AbiRequest(request_info& request) : request_(request) {}

  [[nodiscard]] std::string_view daemon() override { return request_.daemon; }
  [[nodiscard]] std::string_view user() override { return eval_user(&request_); }
  [[nodiscard]] std::string_view address(wrappers::Side side) override { return eval_hostaddr(&host(side)); }
  [[nodiscard]] std::string_view name(wrappers::Side side) override { return eval_hostname(&host(side)); }
  [[nodiscard]] std::string_view user_if_looked_up() override { return request_.user; }
  [[nodiscard]] std::string_view name_if_looked_up(wrappers::Side side) override { return host(side).name; }
  [[nodiscard]] std::string_view address_if_looked_up(wrappers::Side side) override {
    return host(side).addr;
  }
  [[nodiscard]] std::optional<std::uint16_t> port(wrappers::Side side) override;
  [[nodiscard]] std::string_view pid() override { return request_.pid; }
  [[nodiscard]] int descriptor() override { return request_.fd; }

 private:
  host_info& host(wrappers::Side side) {
    return side == wrappers::Side::kClient ? request_.client[0] : request_.server[0];
  }

  request_info& request_;
};

}  // namespace portreeve::libwrap
