# Programs that run in the kernel: compiled by clang for the BPF machine, and wrapped by bpftool into a header
# that loads them ("light skeleton": bpftool-gen(8), -L). Nothing of the building machine's kernel goes in.

find_program(BPF_CLANG NAMES clang-19 clang REQUIRED)
find_program(BPFTOOL bpftool PATHS /usr/sbin /sbin REQUIRED)  # not in everybody's PATH
find_path(BPF_HEADERS bpf/skel_internal.h REQUIRED)

# portreeve_bpf_program(LIBRARY NAME)
# Builds NAME.bpf.c of the current directory, and lets the library's sources include the skeleton as "NAME.lskel.h".
function(portreeve_bpf_program library name)
  set(source "${CMAKE_CURRENT_SOURCE_DIR}/${name}.bpf.c")
  set(directory "${CMAKE_CURRENT_BINARY_DIR}/bpf")
  set(object "${directory}/${name}.bpf.o")
  set(skeleton "${directory}/${name}.lskel.h")
  file(MAKE_DIRECTORY "${directory}")
  # Headers of the kernel's interface include <asm/...>, which Debian keeps apart for each machine.
  add_custom_command(OUTPUT "${object}"
    COMMAND "${BPF_CLANG}" -target bpf -g -O2 -Wall -Wextra -Werror
      -I "${BPF_HEADERS}" -idirafter "/usr/include/${CMAKE_LIBRARY_ARCHITECTURE}"
      -MD -MF "${object}.d" -c "${source}" -o "${object}"
    DEPENDS "${source}" DEPFILE "${object}.d" VERBATIM)
  add_custom_command(OUTPUT "${skeleton}"
    COMMAND "${BPFTOOL}" gen skeleton -L "${object}" name ${name}_bpf > "${skeleton}"
    DEPENDS "${object}" VERBATIM)
  target_sources(${library} PRIVATE "${skeleton}")
  # Not ours to lint: a system header.
  target_include_directories(${library} SYSTEM PRIVATE "${directory}" "${BPF_HEADERS}")
endfunction()
