// SPDX-License-Identifier: Apache-2.0
#include "clock.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { NS = 1000000000, STEP_BYTES = 8 };
static const double default_epoch = 1767225600; /* 2026-01-01T00:00:00Z */

/* Both clocks at t = 0; 0 until time runs. */
static _Atomic int64_t start_monotonic, start_real;

/* The file of a stepped clock, which file it is, and the farthest it has been. */
static const _Atomic int64_t *_Atomic steps;
static dev_t steps_device;
static ino_t steps_inode;
static _Atomic int64_t farthest;
static atomic_bool went_back;

static int64_t read_ns(clockid_t id)
{
    struct timespec now;
    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * NS + now.tv_nsec;
}

int64_t monotonic_ns(void)
{
    return read_ns(CLOCK_MONOTONIC);
}

void clock_start(int64_t monotonic)
{
    if (atomic_load(&start_monotonic))
        return;
    atomic_store(&start_real, read_ns(CLOCK_REALTIME));
    atomic_store(&start_monotonic, monotonic);
}

static const void *map_steps(int in, struct stat *status)
{
    if (fstat(in, status))
        return MAP_FAILED;
    if (S_ISREG(status->st_mode) && status->st_size >= STEP_BYTES)
        return mmap(NULL, STEP_BYTES, PROT_READ, MAP_SHARED, in, 0);
    errno = EINVAL;
    return MAP_FAILED;
}

/* A file that is followed already is followed on; one given up is left mapped, as another thread may be reading it. */
bool clock_follow(const char *file)
{
    struct stat status;
    int in = open(file, O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return false;
    const void *mapped = map_steps(in, &status);
    int why = errno;
    close(in);
    errno = why;
    if (mapped == MAP_FAILED)
        return false;
    if (atomic_load(&steps) && steps_device == status.st_dev && steps_inode == status.st_ino) {
        munmap((void *)mapped, STEP_BYTES);
        return true;
    }
    steps_device = status.st_dev;
    steps_inode = status.st_ino;
    atomic_store(&farthest, 0);
    atomic_store(&went_back, false);
    atomic_store(&steps, (const _Atomic int64_t *)mapped);
    return true;
}

__attribute__((destructor)) static void unmap_steps(void)
{
    const void *mapped = atomic_load(&steps);
    if (mapped)
        munmap((void *)mapped, STEP_BYTES);
}

/* Nanoseconds since t = 0; a file set back does not set time back. */
static int64_t stepped_ns(void)
{
    /* In this order: what was told before another thread's step is no step back. */
    int64_t before = atomic_load(&farthest), told = atomic_load(atomic_load(&steps));
    if (told < before && !atomic_exchange(&went_back, true))
        fputs("libnvidia-ml (simulated): NVML_SIMULATOR_CLOCK: the file went back, the time stands until it has caught up\n", stderr);
    while (told > before)
        if (atomic_compare_exchange_weak(&farthest, &before, told))
            return told;
    return before;
}

bool clock_runs(const struct clock_spec *clock)
{
    return !clock->fixed && !clock->stepped;
}

static struct instant instant_of(double t, double epoch)
{
    struct instant instant = {.t = fmax(0, t), .zero_us = (uint64_t)llround(epoch * 1e6)};
    instant.wall_us = wall_of(&instant, instant.t);
    return instant;
}

struct instant clock_at(const struct clock_spec *clock, int64_t monotonic)
{
    if (!clock_runs(clock))
        return instant_of(clock->fixed ? clock->fixed_at : (double)stepped_ns() / NS, clock->has_epoch ? clock->epoch : default_epoch);
    if (clock->has_epoch)
        return instant_of(((double)read_ns(CLOCK_REALTIME) / NS - clock->epoch) * clock->speed, clock->epoch);
    int64_t start = atomic_load_explicit(&start_monotonic, memory_order_acquire);
    if (!start)
        return instant_of(0, (double)read_ns(CLOCK_REALTIME) / NS);
    return instant_of((double)(monotonic - start) / NS * clock->speed, (double)atomic_load(&start_real) / NS);
}

uint64_t wall_of(const struct instant *now, double t)
{
    return now->zero_us + (uint64_t)llround(t * 1e6);
}

void sleep_seconds(double seconds)
{
    struct timespec left = {(time_t)seconds, (long)((seconds - floor(seconds)) * NS)};
    while (clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR) {
    }
}
