/* Preloaded into the program: a disk that fails and a clock that jumps, as long as files outside say so.
 *
 * FAULTY_FOLDER the folder whose files fail, without a slash at its end
 * FAULTY_DISK   while this file is there: `errno what`, what: 1 writing, 2 syncing, 3 both
 * FAULTY_CLOCK  while this file is there: seconds by which the time of day is off */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static int said(const char *variable, long *first, long *second) {
    const char *path = getenv(variable);
    char text[64];
    if (!path) return 0;
    long file = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    long length = syscall(SYS_read, file, text, sizeof text - 1);
    syscall(SYS_close, file);
    if (length <= 0) return 0;
    text[length] = 0;
    return sscanf(text, "%ld %ld", first, second);
}

/* Whether doing this to that file fails; errno is set then. */
static int fails(int fd, long what) {
    char link[64], path[4096];
    struct stat about;
    long number, failing;
    int before = errno;
    const char *folder = getenv("FAULTY_FOLDER");
    int failed = 0;
    if (folder && fstat(fd, &about) == 0 && S_ISREG(about.st_mode)) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t length = readlink(link, path, sizeof path - 1);
        size_t prefix = strlen(folder);
        if (length > 0) {
            path[length] = 0;
            failed = strncmp(path, folder, prefix) == 0 && path[prefix] == '/' &&
                     said("FAULTY_DISK", &number, &failing) == 2 && (failing & what);
        }
    }
    errno = failed ? (int)number : before;
    return failed;
}

#define FAULTY(result, name, what, signature, ...)        \
    result name signature {                               \
        REAL(name);                                       \
        return fails(fd, what) ? -1 : real(__VA_ARGS__);  \
    }
FAULTY(ssize_t, write, 1, (int fd, const void *bytes, size_t length), fd, bytes, length)
FAULTY(ssize_t, pwrite, 1, (int fd, const void *bytes, size_t length, off_t at), fd, bytes, length, at)
FAULTY(ssize_t, pwrite64, 1, (int fd, const void *bytes, size_t length, off64_t at), fd, bytes, length, at)
FAULTY(int, ftruncate, 1, (int fd, off_t size), fd, size)
FAULTY(int, ftruncate64, 1, (int fd, off64_t size), fd, size)
FAULTY(int, fsync, 2, (int fd), fd)
FAULTY(int, fdatasync, 2, (int fd), fd)

int clock_gettime(clockid_t clock, struct timespec *now) {
    long seconds, none;
    REAL(clock_gettime);
    int done = real(clock, now);
    if (done == 0 && clock == CLOCK_REALTIME && said("FAULTY_CLOCK", &seconds, &none) >= 1) now->tv_sec += seconds;
    return done;
}
