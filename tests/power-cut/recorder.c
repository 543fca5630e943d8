// Tests. Preloaded into core (LD_PRELOAD): writes down, in one order for all threads, what the process does to the files
// below RECORDER_ROOT, so that power-cut.test.ts can tell what a loss of power at any moment would have left of them.
// What it cannot write down ends the process, loudly: a recording with a gap would prove nothing.
// 64-bit Linux.
#include "recorder-log.h"

// Names.

static int open_recorded(int folder, const char *path, int flags, mode_t mode) {
  char full[PATH_MAX];
  if (!below(folder, path, full)) return REAL(openat)(folder, path, flags, mode);
  if ((flags & O_TMPFILE) == O_TMPFILE) refuse("a file without a name", full);
  pthread_mutex_lock(&order);
  uint64_t before = inode_of(full);
  int fd = REAL(openat)(folder, path, flags, mode);
  int kept = errno;
  if (fd >= 0 && before == 0) emit_entry(FILE_MADE, full, inode_of(full));
  else if (fd >= 0 && (flags & O_TRUNC)) emit(RESIZED, before, 0, NULL, 0);
  pthread_mutex_unlock(&order);
  errno = kept;
  return fd;
}

#define MODE(flags)                                    \
  ({                                                   \
    va_list rest;                                      \
    va_start(rest, flags);                             \
    mode_t mode = (flags) & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                      \
    mode;                                              \
  })

int open(const char *path, int flags, ...) { return open_recorded(AT_FDCWD, path, flags, MODE(flags)); }
int open64(const char *path, int flags, ...) { return open_recorded(AT_FDCWD, path, flags, MODE(flags)); }
int openat(int folder, const char *path, int flags, ...) { return open_recorded(folder, path, flags, MODE(flags)); }
int openat64(int folder, const char *path, int flags, ...) { return open_recorded(folder, path, flags, MODE(flags)); }
int creat(const char *path, mode_t mode) { return open_recorded(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

static void refuse_stream(const char *path, const char *mode) {
  char full[PATH_MAX];
  if (strpbrk(mode, "wa+") && below(AT_FDCWD, path, full)) refuse("a stream", full);
}
FILE *fopen(const char *path, const char *mode) {
  refuse_stream(path, mode);
  return REAL(fopen)(path, mode);
}
FILE *fopen64(const char *path, const char *mode) {
  refuse_stream(path, mode);
  return REAL(fopen64)(path, mode);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
  char old[PATH_MAX], new[PATH_MAX], names[PATH_MAX];
  int ours = below(from_folder, from, old) + below(to_folder, to, new);
  if (ours == 0) return REAL(renameat2)(from_folder, from, to_folder, to, flags);
  if (ours == 1 || folder_of(old) != folder_of(new) || flags > 1) refuse("a move between folders", from);
  int length = snprintf(names, sizeof names, "%s/%s", name_of(old), name_of(new));
  return IN_ORDER(int, REAL(renameat2)(from_folder, from, to_folder, to, flags),
                  emit(RENAMED, folder_of(new), inode_of(new), names, (size_t)length));
}
int renameat(int from_folder, const char *from, int to_folder, const char *to) {
  return renameat2(from_folder, from, to_folder, to, 0);
}
int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
  char old[PATH_MAX], new[PATH_MAX];
  if (!below(to_folder, to, new)) return REAL(linkat)(from_folder, from, to_folder, to, flags);
  if (!below(from_folder, from, old)) refuse("a link from elsewhere", new);
  return IN_ORDER(int, REAL(linkat)(from_folder, from, to_folder, to, flags), emit_entry(LINKED, new, inode_of(new)));
}
int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int symlinkat(const char *target, int folder, const char *path) {
  char full[PATH_MAX];
  if (below(folder, path, full)) refuse("a symbolic link", full);
  return REAL(symlinkat)(target, folder, path);
}
int symlink(const char *target, const char *path) { return symlinkat(target, AT_FDCWD, path); }

int unlinkat(int folder, const char *path, int flags) {
  char full[PATH_MAX];
  if (!below(folder, path, full)) return REAL(unlinkat)(folder, path, flags);
  return IN_ORDER(int, REAL(unlinkat)(folder, path, flags), emit_entry(REMOVED, full, 0));
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }
int remove(const char *path) {
  struct stat st;
  return unlinkat(AT_FDCWD, path, lstat(path, &st) == 0 && S_ISDIR(st.st_mode) ? AT_REMOVEDIR : 0);
}

int mkdirat(int folder, const char *path, mode_t mode) {
  char full[PATH_MAX];
  if (!below(folder, path, full)) return REAL(mkdirat)(folder, path, mode);
  return IN_ORDER(int, REAL(mkdirat)(folder, path, mode), emit_entry(FOLDER_MADE, full, inode_of(full)));
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

// Bytes.

// What was written at the file's own position ends there, appended or not.
#define AT_POSITION(call)                                                                      \
  ({                                                                                           \
    uint64_t inode;                                                                            \
    enum owner owner = owner_of(fd, &inode);                                                   \
    owner == OTHERS ? (call) : IN_ORDER(ssize_t, call, emit_bytes(owner, fd, inode, lseek(fd, 0, SEEK_CUR) - result, result)); \
  })
#define AT_OFFSET(call)                                                                        \
  ({                                                                                           \
    uint64_t inode;                                                                            \
    enum owner owner = owner_of(fd, &inode);                                                   \
    owner == OTHERS ? (call) : IN_ORDER(ssize_t, call, emit_bytes(owner, fd, inode, offset, result)); \
  })

// Reads them back from the file: they are the same ones, from whatever call they came.
static void emit_bytes(enum owner owner, int fd, uint64_t inode, off_t offset, ssize_t length) {
  if (length == 0) return;
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  int reading = REAL(open)(path, O_RDONLY | O_CLOEXEC);
  char *bytes = malloc((size_t)length);
  if (reading < 0 || !bytes || pread(reading, bytes, (size_t)length, offset) != length) refuse("bytes", path);
  emit(owner == MARKS ? MARK : WRITTEN, inode, (uint64_t)offset, bytes, (size_t)length);
  free(bytes);
  close(reading);
}

ssize_t write(int fd, const void *bytes, size_t length) { return AT_POSITION(REAL(write)(fd, bytes, length)); }
ssize_t writev(int fd, const struct iovec *parts, int count) { return AT_POSITION(REAL(writev)(fd, parts, count)); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  return AT_OFFSET(REAL(pwrite)(fd, bytes, length, offset));
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) { return pwrite(fd, bytes, length, offset); }
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  return AT_OFFSET(REAL(pwritev)(fd, parts, count, offset));
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  return pwritev(fd, parts, count, offset);
}
ssize_t pwritev2(int fd, const struct iovec *parts, int count, off_t offset, int flags) {
  refuse_ours(fd, "pwritev2");
  return REAL(pwritev2)(fd, parts, count, offset, flags);
}
ssize_t sendfile(int fd, int from, off_t *at, size_t length) { return AT_POSITION(REAL(sendfile)(fd, from, at, length)); }
ssize_t sendfile64(int fd, int from, off64_t *at, size_t length) { return sendfile(fd, from, at, length); }
ssize_t copy_file_range(int from, off64_t *from_at, int fd, off64_t *at, size_t length, unsigned flags) {
  if (!at) return AT_POSITION(REAL(copy_file_range)(from, from_at, fd, at, length, flags));
  off_t offset = *at;
  return AT_OFFSET(REAL(copy_file_range)(from, from_at, fd, at, length, flags));
}

int ftruncate(int fd, off_t size) {
  uint64_t inode;
  if (owner_of(fd, &inode) != OURS) return REAL(ftruncate)(fd, size);
  return IN_ORDER(int, REAL(ftruncate)(fd, size), emit(RESIZED, inode, (uint64_t)size, NULL, 0));
}
int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }
int truncate(const char *path, off_t size) {
  char full[PATH_MAX];
  if (!below(AT_FDCWD, path, full)) return REAL(truncate)(path, size);
  return IN_ORDER(int, REAL(truncate)(path, size), emit(RESIZED, inode_of(full), (uint64_t)size, NULL, 0));
}
int truncate64(const char *path, off64_t size) { return truncate(path, size); }

int fallocate(int fd, int mode, off_t offset, off_t length) {
  refuse_ours(fd, "fallocate");
  return REAL(fallocate)(fd, mode, offset, length);
}
int fallocate64(int fd, int mode, off64_t offset, off64_t length) { return fallocate(fd, mode, offset, length); }
int posix_fallocate(int fd, off_t offset, off_t length) {
  refuse_ours(fd, "posix_fallocate");
  return REAL(posix_fallocate)(fd, offset, length);
}
int posix_fallocate64(int fd, off64_t offset, off64_t length) { return posix_fallocate(fd, offset, length); }

void *mmap(void *where, size_t length, int access, int flags, int fd, off_t offset) {
  if (fd >= 0 && (flags & MAP_SHARED) && (access & PROT_WRITE)) refuse_ours(fd, "writing through memory");
  return REAL(mmap)(where, length, access, flags, fd, offset);
}
void *mmap64(void *where, size_t length, int access, int flags, int fd, off64_t offset) {
  return mmap(where, length, access, flags, fd, offset);
}

// Syncing. What was written before it began is durable once it has ended; the disk itself is left in peace. The wait lets
// other threads' work fall in between, as a disk's would. `sync_file_range` promises nothing (sync_file_range(2)).

static int sync_recorded(int fd) {
  uint64_t inode, token;
  pthread_mutex_lock(&order);
  if (owner_of(fd, &inode) != OURS) refuse("a sync", "a file descriptor");
  token = ++syncs;
  emit(SYNC_BEGUN, inode, token, NULL, 0);
  pthread_mutex_unlock(&order);
  if (sync_delay_us > 0) usleep((unsigned)random() % sync_delay_us);
  pthread_mutex_lock(&order);
  emit(SYNC_DONE, inode, token, NULL, 0);
  pthread_mutex_unlock(&order);
  return 0;
}
int fsync(int fd) {
  uint64_t inode;
  return owner_of(fd, &inode) == OURS ? sync_recorded(fd) : REAL(fsync)(fd);
}
int fdatasync(int fd) {
  uint64_t inode;
  return owner_of(fd, &inode) == OURS ? sync_recorded(fd) : REAL(fdatasync)(fd);
}

// Around the C library. Files written through io_uring would pass us by: libuv goes without where there is none.
long syscall(long number, ...) {
  va_list rest;
  va_start(rest, number);
  long a[6];
  for (int i = 0; i < 6; i++) a[i] = va_arg(rest, long);
  va_end(rest);
  switch (number) {
    case SYS_io_uring_setup:
      errno = ENOSYS;
      return -1;
    case SYS_copy_file_range:
      return copy_file_range((int)a[0], (off64_t *)a[1], (int)a[2], (off64_t *)a[3], (size_t)a[4], (unsigned)a[5]);
    case SYS_renameat2:
      return renameat2((int)a[0], (const char *)a[1], (int)a[2], (const char *)a[3], (unsigned)a[4]);
    case SYS_pwritev2:
    case SYS_fallocate:
    case SYS_ftruncate:
    case SYS_fsync:
    case SYS_fdatasync:
      refuse_ours((int)a[0], "a system call");
  }
  return REAL(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
