# One place for every compiler and linker flag that the whole project shares.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 17)  # of the few files that a generated header in C obliges to be C
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

include(CheckPIESupported)
check_pie_supported()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
  set(CMAKE_C_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()

add_compile_options(
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wcast-align -Wformat=2 -Werror
  $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor> $<$<COMPILE_LANGUAGE:CXX>:-Wold-style-cast>
  $<$<COMPILE_LANGUAGE:CXX>:-Woverloaded-virtual>)

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # clang blames our calls for what libstdc++ 12 uses inside std::stable_sort. g++ looks out for real ones.
  add_compile_options(-Wno-deprecated-declarations)
endif()

if(PORTREEVE_HARDEN)
  add_compile_options(-fstack-protector-strong -fstack-clash-protection)
  if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
    # Control-flow enforcement, CET. Our code is ready for it; the program is marked so once Debian's crt1.o is.
    add_compile_options(-fcf-protection)
  elseif(CMAKE_SYSTEM_PROCESSOR STREQUAL "aarch64")
    add_compile_options(-mbranch-protection=standard)
  endif()
  add_compile_definitions(_FORTIFY_SOURCE=3 _GLIBCXX_ASSERTIONS)
  add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)
endif()

if(PORTREEVE_SANITIZE)
  add_compile_options(-fsanitize=${PORTREEVE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${PORTREEVE_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # With what sanitizers add to the code, g++ suspects variables that are set on every path (gcc(1), -fsanitize).
    # The release build keeps the warning.
    add_compile_options(-Wno-maybe-uninitialized)
  endif()
  if(PORTREEVE_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Asio uses fences, which ThreadSanitizer does not see. Its locks order the same accesses.
    add_compile_options(-Wno-tsan)
  endif()
endif()

if(CMAKE_CXX_CLANG_TIDY)
  # A change of a .clang-tidy lints everything anew: their hashes make every command another one. No code reads them.
  foreach(lint_list "${PROJECT_SOURCE_DIR}/.clang-tidy" "${PROJECT_SOURCE_DIR}/src/cli/.clang-tidy")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${lint_list}")
    file(SHA1 "${lint_list}" lint_hash)
    string(APPEND lint_hashes "${lint_hash}")
  endforeach()
  list(APPEND CMAKE_CXX_CLANG_TIDY "--extra-arg=-DLINTED_BY=${lint_hashes}")
endif()
