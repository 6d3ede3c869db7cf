#include "clock.h"

#include <errno.h>
#include <math.h>
#include <time.h>

enum { NS = 1000000000 };
static const double default_epoch = 1767225600; /* 2026-01-01T00:00:00Z */

/* Both clocks at t = 0; 0 until time runs. */
static _Atomic int64_t start_monotonic, start_real;

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

static struct instant instant_of(double t, double epoch)
{
    struct instant instant = {.t = fmax(0, t), .zero_us = (uint64_t)llround(epoch * 1e6)};
    instant.wall_us = wall_of(&instant, instant.t);
    return instant;
}

struct instant clock_at(const struct clock_spec *clock, int64_t monotonic)
{
    if (clock->fixed)
        return instant_of(clock->fixed_at, clock->has_epoch ? clock->epoch : default_epoch);
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
