#include "sockets/query.h"

namespace portreeve::sockets {

std::vector<State> waiting_states() {
  return {State::kClose, State::kListen};
}

}  // namespace portreeve::sockets
