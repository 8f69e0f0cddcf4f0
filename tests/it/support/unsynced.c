/* Preloaded into the program: notes, in order, everything that is done to the files of one folder, and which of it was
 * synced, so that a test can tell what a power cut would have left. Changes nothing of what is done.
 *
 * UNSYNCED_FOLDER  the folder, without a slash at its end
 * UNSYNCED_JOURNAL where to note; one record after another:
 *     kind (1 byte), inode (8), number (8), length (8), then so many bytes
 *     W inode offset data    written           T inode size           cut or grown to a size
 *     S inode                synced            D                      the folder's names synced
 *     F inode                not synced, though that was tried
 *     C inode - name         made, empty       R inode - name         renamed to this
 *     U - - name             no file has this name any more
 * An index that is shared by mapping (-shm) is not noted: SQLite rebuilds it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static int journal = -1;

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static ssize_t plain_write(int fd, const void *bytes, size_t length) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    return real(fd, bytes, length);
}

__attribute__((constructor)) static void begin(void) {
    int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");
    const char *path = getenv("UNSYNCED_JOURNAL");
    folder = getenv("UNSYNCED_FOLDER");
    if (path && folder) journal = real(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void all(const void *bytes, size_t length) {
    while (length > 0) {
        ssize_t done = plain_write(journal, bytes, length);
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) abort();
        bytes = (const char *)bytes + done;
        length -= (size_t)done;
    }
}

static void note(char kind, uint64_t inode, uint64_t number, const void *bytes, uint64_t length) {
    char head[25];
    int before = errno;
    head[0] = kind;
    memcpy(head + 1, &inode, 8);
    memcpy(head + 9, &number, 8);
    memcpy(head + 17, &length, 8);
    all(head, sizeof head);
    if (length) all(bytes, length);
    errno = before;
}

/* The name within the folder, "" for the folder itself, NULL for anything else. */
static const char *within(const char *path) {
    size_t length = folder ? strlen(folder) : 0;
    if (journal < 0 || !path || strncmp(path, folder, length) != 0) return NULL;
    if (path[length] == 0) return path + length;
    if (path[length] != '/') return NULL;
    const char *name = path + length + 1;
    size_t end = strlen(name);
    return end >= 4 && strcmp(name + end - 4, "-shm") == 0 ? NULL : name;
}

/* Whether an open file is one of the folder's ('f'), the folder itself ('d') or neither (0). */
static char whose(int fd, uint64_t *inode) {
    char link[64], path[4096];
    struct stat about;
    int before = errno;
    char kind = 0;
    if (journal >= 0 && fd != journal && fstat(fd, &about) == 0 && (S_ISREG(about.st_mode) || S_ISDIR(about.st_mode))) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t length = readlink(link, path, sizeof path - 1);
        if (length > 0) {
            path[length] = 0;
            const char *name = within(path);
            *inode = about.st_ino;
            if (name) kind = S_ISDIR(about.st_mode) ? 'd' : 'f';
        }
    }
    errno = before;
    return kind;
}

static int opened(int fd, int flags, int was_there) {
    uint64_t inode;
    if (fd >= 0 && whose(fd, &inode) == 'f') {
        char link[64], path[4096];
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t length = readlink(link, path, sizeof path - 1);
        if (length > 0 && (flags & O_CREAT)) {
            path[length] = 0;
            const char *name = within(path);
            if (name && !was_there) note('C', inode, 0, name, strlen(name));
        }
        if ((flags & O_TRUNC) && was_there) note('T', inode, 0, NULL, 0);
    }
    return fd;
}

#define OPEN(name)                                                                          \
    int name(const char *path, int flags, ...) {                                            \
        va_list more;                                                                       \
        va_start(more, flags);                                                              \
        mode_t mode = (mode_t)((flags & (O_CREAT | O_TMPFILE)) ? va_arg(more, unsigned) : 0); \
        va_end(more);                                                                       \
        REAL(name);                                                                         \
        pthread_mutex_lock(&order);                                                         \
        int was_there = access(path, F_OK) == 0;                                            \
        int fd = opened(real(path, flags, mode), flags, was_there);                         \
        pthread_mutex_unlock(&order);                                                       \
        return fd;                                                                          \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                        \
    int name(int at, const char *path, int flags, ...) {                                    \
        va_list more;                                                                       \
        va_start(more, flags);                                                              \
        mode_t mode = (mode_t)((flags & (O_CREAT | O_TMPFILE)) ? va_arg(more, unsigned) : 0); \
        va_end(more);                                                                       \
        REAL(name);                                                                         \
        pthread_mutex_lock(&order);                                                         \
        int was_there = faccessat(at, path, F_OK, 0) == 0;                                  \
        int fd = opened(real(at, path, flags, mode), flags, was_there);                     \
        pthread_mutex_unlock(&order);                                                       \
        return fd;                                                                          \
    }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int fd, const void *bytes, size_t length) {
    uint64_t inode;
    if (whose(fd, &inode) != 'f') return plain_write(fd, bytes, length);
    pthread_mutex_lock(&order);
    ssize_t done = plain_write(fd, bytes, length);
    if (done > 0) note('W', inode, (uint64_t)(lseek(fd, 0, SEEK_CUR) - done), bytes, (uint64_t)done);
    pthread_mutex_unlock(&order);
    return done;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    uint64_t inode;
    REAL(writev);
    if (whose(fd, &inode) != 'f') return real(fd, parts, count);
    /* One part at a time: whoever writes vectors has to be ready for less than all. */
    for (int at = 0; at < count; at++) {
        if (parts[at].iov_len) return write(fd, parts[at].iov_base, parts[at].iov_len);
    }
    return 0;
}

#define PWRITE(name, type)                                                            \
    ssize_t name(int fd, const void *bytes, size_t length, type offset) {             \
        uint64_t inode;                                                               \
        REAL(name);                                                                   \
        if (whose(fd, &inode) != 'f') return real(fd, bytes, length, offset);         \
        pthread_mutex_lock(&order);                                                   \
        ssize_t done = real(fd, bytes, length, offset);                               \
        if (done > 0) note('W', inode, (uint64_t)offset, bytes, (uint64_t)done);      \
        pthread_mutex_unlock(&order);                                                 \
        return done;                                                                  \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define FTRUNCATE(name, type)                                                         \
    int name(int fd, type size) {                                                     \
        uint64_t inode;                                                               \
        REAL(name);                                                                   \
        if (whose(fd, &inode) != 'f') return real(fd, size);                          \
        pthread_mutex_lock(&order);                                                   \
        int done = real(fd, size);                                                    \
        if (done == 0) note('T', inode, (uint64_t)size, NULL, 0);                     \
        pthread_mutex_unlock(&order);                                                 \
        return done;                                                                  \
    }
FTRUNCATE(ftruncate, off_t)
FTRUNCATE(ftruncate64, off64_t)

#define SYNC(name)                                                                    \
    int name(int fd) {                                                                \
        uint64_t inode;                                                               \
        REAL(name);                                                                   \
        char kind = whose(fd, &inode);                                                \
        if (!kind) return real(fd);                                                   \
        pthread_mutex_lock(&order);                                                   \
        int done = real(fd);                                                          \
        if (done == 0) note(kind == 'd' ? 'D' : 'S', inode, 0, NULL, 0);              \
        else if (kind == 'f') note('F', inode, 0, NULL, 0);                           \
        pthread_mutex_unlock(&order);                                                 \
        return done;                                                                  \
    }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
    REAL(unlink);
    pthread_mutex_lock(&order);
    int done = real(path);
    const char *name = done == 0 ? within(path) : NULL;
    if (name) note('U', 0, 0, name, strlen(name));
    pthread_mutex_unlock(&order);
    return done;
}

int rename(const char *from, const char *to) {
    struct stat about;
    REAL(rename);
    pthread_mutex_lock(&order);
    int done = real(from, to);
    const char *old = done == 0 ? within(from) : NULL, *new = done == 0 ? within(to) : NULL;
    if (old) note('U', 0, 0, old, strlen(old));
    if (new && stat(to, &about) == 0) note('R', about.st_ino, 0, new, strlen(new));
    pthread_mutex_unlock(&order);
    return done;
}
