// Tests. The recorder's log, and what belongs in it. The format is read by recording.ts.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { ROOT, FILE_MADE, FOLDER_MADE, LINKED, REMOVED, RENAMED, WRITTEN, RESIZED, SYNC_BEGUN, SYNC_DONE, MARK };

// The function that this one stands before.
#define REAL(name)                                               \
  ({                                                             \
    static __typeof__(&name) found;                              \
    if (!found) found = (__typeof__(&name))dlsym(RTLD_NEXT, #name); \
    found;                                                       \
  })

static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;
static char root[PATH_MAX], marks[PATH_MAX];
static size_t root_length;
static long dies_after;
static unsigned sync_delay_us;
static uint64_t syncs;

static void refuse(const char *what, const char *path) {
  dprintf(2, "recorder: cannot record %s of %s\n", what, path);
  abort();
}

// The lock is held: nothing is done and not yet written down, or the other way round, when the process is killed here.
static void emit(enum kind kind, uint64_t inode, uint64_t number, const void *bytes, size_t length) {
  struct { uint32_t length, kind; uint64_t inode, number; } head = {(uint32_t)length, kind, inode, number};
  struct iovec parts[] = {{&head, sizeof head}, {(void *)bytes, length}};
  if (REAL(writev)(log_fd, parts, 2) != (ssize_t)(sizeof head + length)) refuse("to the log", root);
  if (dies_after > 0 && --dies_after == 0) {
    kill(getpid(), SIGKILL);
    pause();
  }
}

__attribute__((constructor)) static void start(void) {
  const char *where = getenv("RECORDER_ROOT"), *log = getenv("RECORDER_LOG"), *marked = getenv("RECORDER_MARKS");
  const char *after = getenv("RECORDER_DIES_AFTER"), *delay = getenv("RECORDER_SYNC_DELAY_US");
  if (!where || !log || !marked) return;
  struct stat st;
  if (stat(where, &st) != 0) refuse("without a folder", where);
  log_fd = REAL(open)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log_fd < 0) refuse("to the log", log);
  dies_after = after ? atol(after) : 0;
  sync_delay_us = delay ? (unsigned)atol(delay) : 0;
  syncs = (uint64_t)getpid() << 28;
  strcpy(marks, marked);
  strcpy(root, where);
  root_length = strlen(root);
  emit(ROOT, st.st_ino, 0, NULL, 0);
}

// SQLite's shared memory is an index of the write-ahead log, made anew from it: no part of what must be durable.
static int is_recorded(const char *full) {
  size_t length = strlen(full);
  return length >= 4 && strcmp(full + length - 4, "-shm") != 0 &&
         (length < 14 || strcmp(full + length - 14, "-shm (deleted)") != 0);
}

// Whether the path is of a file below the root, and its absolute form.
static int below(int folder, const char *path, char *full) {
  if (root_length == 0 || !path) return 0;
  char base[PATH_MAX] = "", link[64];
  if (path[0] != '/') {
    snprintf(link, sizeof link, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
    ssize_t length = readlink(link, base, sizeof base - 2);
    if (length < 0) return 0;
    base[length] = '/';
    base[length + 1] = 0;
  }
  int length = snprintf(full, PATH_MAX, "%s%s", base, path);
  if (length >= PATH_MAX) refuse("the long name", path);
  while (length > 1 && full[length - 1] == '/') full[--length] = 0;
  return strncmp(full, root, root_length) == 0 && full[root_length] == '/' && is_recorded(full);
}

static uint64_t inode_of(const char *full) {
  struct stat st;
  return lstat(full, &st) == 0 ? st.st_ino : 0;
}

static const char *name_of(const char *full) { return strrchr(full, '/') + 1; }

static uint64_t folder_of(const char *full) {
  char folder[PATH_MAX];
  snprintf(folder, sizeof folder, "%.*s", (int)(name_of(full) - full - 1), full);
  return inode_of(folder);
}

static void emit_entry(enum kind kind, const char *full, uint64_t inode) {
  emit(kind, folder_of(full), inode, name_of(full), strlen(name_of(full)));
}

enum owner { OTHERS, OURS, MARKS };

// Whose a file descriptor is, by the path that the kernel has for it: right through dup, fork and rename.
static enum owner owner_of(int fd, uint64_t *inode) {
  struct stat st;
  char link[64], path[PATH_MAX];
  int kept = errno;
  enum owner owner = OTHERS;
  if (root_length > 0 && fstat(fd, &st) == 0 && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode))) {
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length > 0) {
      path[length] = 0;
      *inode = st.st_ino;
      if (strcmp(path, marks) == 0) owner = MARKS;
      else if (strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || path[root_length] == 0) &&
               is_recorded(path))
        owner = OURS;
    }
  }
  errno = kept;
  return owner;
}

static void refuse_ours(int fd, const char *what) {
  uint64_t inode;
  if (owner_of(fd, &inode) == OURS) refuse(what, "a file descriptor");
}

// Does the work and writes it down with no other thread's work in between. `errno` stays the work's own.
#define IN_ORDER(type, work, then)      \
  ({                                    \
    pthread_mutex_lock(&order);         \
    type result = (work);               \
    int kept = errno;                   \
    if (result >= 0) { then; }          \
    pthread_mutex_unlock(&order);       \
    errno = kept;                       \
    result;                             \
  })
