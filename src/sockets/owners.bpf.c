// Runs in the kernel, once for every open file of every process that the reader's pid namespace shows, and
// writes a record for each that is a socket or a namespace. It is an iterator over descriptor tables
// (kernel/bpf/task_iter.c, "task_file", Linux 5.8), started by whoever reads its file.
//
// The kernel leaves out threads that share the table of their main thread, so that a record of another
// thread is of a table of its own (unshare(2), CLONE_FILES).

// clang-format off: the headers of BPF programs need the types of the first, and include nothing themselves
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
// clang-format on

#include "owner_record.h"

// Of the kernel's own types, no more than is read here. Offsets are those of the running kernel: they are
// filled in by name when the program is loaded (CO-RE), so that one build serves all kernels.
#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct super_block {
  unsigned long s_magic;
};

struct inode {
  struct super_block* i_sb;
  unsigned long i_ino;
};

struct file {
  struct inode* f_inode;
};

// A process's number in one pid namespace.
struct upid {
  int nr;
};

// Its numbers in all of them: one for each level, the initial namespace being level 0.
struct pid {
  unsigned int level;
  struct upid numbers[1];
};

struct task_struct {
  int pid;
  int tgid;
  struct task_struct* group_leader;
  struct pid* thread_pid;
  __u64 start_boottime;
  char comm[16];
};

struct seq_file;

struct bpf_iter_meta {
  struct seq_file* seq;
};

struct bpf_iter__task_file {
  struct bpf_iter_meta* meta;
  struct task_struct* task;
  __u32 fd;
  struct file* file;
};

#pragma clang attribute pop

// The file systems of sockets and of namespaces (SOCKFS_MAGIC and NSFS_MAGIC, include/uapi/linux/magic.h).
// The socket file of a unix(7) address that was opened with O_PATH is on another.
static const unsigned long kSocketFileSystem = 0x534F434B;
static const unsigned long kNamespaceFileSystem = 0x6E736673;

// The number of a process or thread in the pid namespace of a level.
static __u32 number_at(const struct pid* pid, unsigned int level) {
  __u32 number = 0;
  const void* const entry = (const void*)pid + bpf_core_field_offset(struct pid, numbers) +
                            level * bpf_core_type_size(struct upid) + bpf_core_field_offset(struct upid, nr);
  bpf_probe_read_kernel(&number, sizeof number, entry);
  return number;
}

SEC("iter/task_file")
int list_sockets(struct bpf_iter__task_file* context) {
  struct task_struct* const task = context->task;
  struct file* const file = context->file;
  // Both are null in the call that says that there are no more.
  if (!task || !file) return 0;
  const struct inode* const inode = file->f_inode;
  const unsigned long file_system = inode->i_sb->s_magic;
  if (file_system != kSocketFileSystem && file_system != kNamespaceFileSystem) return 0;

  struct task_struct* const leader = task->group_leader;
  struct PortreeveOwnerRecord record = {
      .inode = inode->i_ino,
      .process_start_ns = leader->start_boottime,
      .process = task->tgid,
      .thread = task->pid,
      .descriptor = context->fd,
      .kind = file_system == kSocketFileSystem ? kPortreeveSocket : kPortreeveNamespace,
  };
  const struct task_struct* const reader = (const struct task_struct*)bpf_get_current_task_btf();
  const unsigned int level = reader->thread_pid->level;
  if (level != 0) {
    record.process = number_at(leader->thread_pid, level);
    record.thread = number_at(task->thread_pid, level);
  }
  bpf_probe_read_kernel(record.name, sizeof record.name, leader->comm);
  bpf_seq_write(context->meta->seq, &record, sizeof record);
  return 0;
}

// The kernel lends its functions to programs under a licence that is compatible with its own alone.
char LICENSE[] SEC("license") = "Dual MIT/GPL";
