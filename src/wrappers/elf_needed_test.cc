#include "wrappers/elf_needed.h"

#include <elf.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wrappers/elf_for_tests.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ElfNeeded, NamesTheLibrariesInTheirOrder) {
  for (const int elf_class : {ELFCLASS32, ELFCLASS64}) {
    const auto needs =
        parse_elf_needs("f", make_elf({.libraries = {"libwrap.so.0", "libc.so.6"}, .elf_class = elf_class}));
    ASSERT_TRUE(needs);
    EXPECT_TRUE(needs->is_dynamic);
    EXPECT_THAT(needs->libraries, ElementsAre("libwrap.so.0", "libc.so.6"));
    EXPECT_FALSE(needs->names_access_control);
  }
}

TEST(ElfNeeded, SeesThatAccessControlIsAskedFor) {
  EXPECT_TRUE(parse_elf_needs("f", make_elf({.symbols = {"hosts_access"}}))->names_access_control);
  EXPECT_TRUE(parse_elf_needs("f", make_elf({.symbols = {"puts", "hosts_ctl"}}))->names_access_control);
  EXPECT_FALSE(parse_elf_needs("f", make_elf({.symbols = {"my_hosts_access", "hosts_accessed"}}))
                   ->names_access_control);
}

TEST(ElfNeeded, CutsTheSearchPath) {
  EXPECT_THAT(parse_elf_needs("f", make_elf({.search_path = "$ORIGIN/../lib::/opt/lib"}))->search_path,
              ElementsAre("$ORIGIN/../lib", "/opt/lib"));
}

TEST(ElfNeeded, AStaticProgramTellsNothing) {
  const auto needs = parse_elf_needs("f", make_elf({.is_dynamic = false}));
  ASSERT_TRUE(needs);
  EXPECT_FALSE(needs->is_dynamic);
  EXPECT_THAT(needs->libraries, IsEmpty());
}

TEST(ElfNeeded, RefusesOtherFilesWithTheReason) {
  EXPECT_THAT(parse_elf_needs("f", "#!/bin/sh\nexit 0\n").error().to_string(),
              HasSubstr("it is no ELF file"));
  EXPECT_THAT(parse_elf_needs("f", "").error().to_string(), HasSubstr("it is no ELF file"));
  std::string big_endian = make_elf({});
  big_endian[EI_DATA] = ELFDATA2MSB;
  EXPECT_THAT(parse_elf_needs("f", big_endian).error().to_string(), HasSubstr("not little-endian"));
  std::string other_class = make_elf({});
  other_class[EI_CLASS] = 3;
  EXPECT_THAT(parse_elf_needs("f", other_class).error().to_string(), HasSubstr("neither 32 nor 64 bits"));
}

TEST(ElfNeeded, AFileThatIsCutOffIsAnErrorOrTellsNothing) {
  const std::string whole = make_elf({.libraries = {"libwrap.so.0"}});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto needs = parse_elf_needs("f", std::string_view(whole).substr(0, size));
    EXPECT_FALSE(needs) << size;
  }
  EXPECT_TRUE(parse_elf_needs("f", whole));
}

}  // namespace
}  // namespace portreeve::wrappers
