# How the house is built: one directory of src/ is one library, and it sees only what it names.
#
# A directory's headers are reached as "directory/header.h". Each library gets an include directory
# of its own that holds a single link with its name, so the include path of a library holds its own
# directory and those it USES, and an include that docs/architecture.md forbids does not compile.

# portreeve_library(NAME
#   SOURCES file...            what the library is made of; header-only when empty
#   TESTS file...              unit tests, x_test.cc beside x.cc; they become one program NAME_test
#   THREAD_TESTS file...       those that are run under ThreadSanitizer as well: a program NAME_threads_test
#   USES directory...          other directories of src/ that this one may include
#   LIBRARIES target...        outside libraries that appear in its headers
#   PRIVATE_LIBRARIES target...  outside libraries that only its sources use
# )
function(portreeve_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;TESTS;THREAD_TESTS;USES;LIBRARIES;PRIVATE_LIBRARIES")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "portreeve_library(${name}): unknown arguments ${arg_UNPARSED_ARGUMENTS}")
  endif()
  set(include_dir "${PROJECT_BINARY_DIR}/include/${name}")
  file(MAKE_DIRECTORY "${include_dir}")
  file(CREATE_LINK "${CMAKE_CURRENT_SOURCE_DIR}" "${include_dir}/${name}" SYMBOLIC)

  add_library(portreeve_${name} STATIC ${arg_SOURCES})
  target_include_directories(portreeve_${name} PUBLIC "${include_dir}")
  list(TRANSFORM arg_USES PREPEND portreeve_ OUTPUT_VARIABLE used)
  target_link_libraries(portreeve_${name} PUBLIC ${used} ${arg_LIBRARIES} PRIVATE ${arg_PRIVATE_LIBRARIES})

  if(PORTREEVE_TESTS AND arg_TESTS)
    portreeve_unit_tests(${name}_test ${name} ${arg_TESTS})
    target_link_libraries(${name}_test PRIVATE ${arg_PRIVATE_LIBRARIES})
  endif()
  if(PORTREEVE_TESTS AND arg_THREAD_TESTS)
    portreeve_unit_tests(${name}_threads_test ${name} ${arg_THREAD_TESTS})
  endif()
endfunction()

# portreeve_unit_tests(PROGRAM LIBRARY file...)
# A program of GoogleTest cases for a library. Each case is a test unit.LIBRARY.SUITE.CASE.
function(portreeve_unit_tests program library)
  add_executable(${program} ${ARGN})
  target_link_libraries(${program} PRIVATE portreeve_${library} GTest::gmock GTest::gtest_main)
  # A parameter without a printer would put its bytes into the test's name; its number says as much.
  gtest_discover_tests(${program} TEST_PREFIX "unit.${library}." NO_PRETTY_VALUES DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS unit TIMEOUT 120)
  portreeve_lint_as_test(${program})
endfunction()

# portreeve_lint_as_test(TARGET)
# Lints tests by the few checks that matter to them: names, ownership, and what was moved away. The others cost three
# times as much in gtest's headers as in the test, and one demands a look before each access to an optional: a test
# looks by an ASSERT_TRUE() or a require(), which the check does not follow, and breaks visibly where it does not look.
function(portreeve_lint_as_test target)
  if(CMAKE_CXX_CLANG_TIDY)
    set(checks "-*,bugprone-use-after-move,cppcoreguidelines-owning-memory,readability-identifier-naming")
    set_target_properties(${target} PROPERTIES CXX_CLANG_TIDY "${CMAKE_CXX_CLANG_TIDY};--checks=${checks}")
  endif()
endfunction()
