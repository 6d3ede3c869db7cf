// SPDX-License-Identifier: Apache-2.0
/* Simulated time. */
#ifndef CLOCK_H
#define CLOCK_H

#include "scenario.h"

struct instant {
    double t;         /* s since the scenario's start, never negative */
    uint64_t wall_us; /* µs since 1970, as the simulated CPU sees it */
    uint64_t zero_us; /* the same at t = 0 */
};

/* Nanoseconds of the machine's monotonic clock. */
int64_t monotonic_ns(void);
/* From the first successful init of the process on time runs; before that it stands at 0. */
void clock_start(int64_t monotonic);
/* From now on the stepped clock is the file's: eight bytes, the nanoseconds since t = 0 in the machine's byte order. False with errno: it
 * cannot be mapped, or is shorter (EINVAL). */
bool clock_follow(const char *file);
/* Whether time goes on by itself, so that one may wait for it. */
bool clock_runs(const struct clock_spec *clock);
struct instant clock_at(const struct clock_spec *clock, int64_t monotonic);
/* The wall time, in µs, of another moment of the same scenario; the same at every call. */
uint64_t wall_of(const struct instant *now, double t);
/* Sleeps in real time. */
void sleep_seconds(double seconds);

#endif
