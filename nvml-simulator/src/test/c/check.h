// SPDX-License-Identifier: Apache-2.0
/* A small test harness. Each test runs in a process of its own, as the library keeps its state per process. */
#ifndef CHECK_H
#define CHECK_H

#include "nvml_abi.h"

#include <stdbool.h>
#include <stddef.h>

struct test {
    const char *name;
    void (*run)(void);
};

/* The tests of one file, ended by a NULL name. */
extern const struct test curve_tests[], lifecycle_tests[], device_tests[], process_tests[], mig_tests[], link_tests[],
    field_tests[], gpm_tests[], event_tests[], fault_tests[], reload_tests[], scenario_tests[], thread_tests[], export_tests[],
    step_tests[];

/* Counts a failure with its place; the test goes on. */
void fail(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));

#define EXPECT(condition)                                                                                                          \
    do {                                                                                                                           \
        if (!(condition))                                                                                                          \
            fail(__FILE__, __LINE__, "%s", #condition);                                                                            \
    } while (0)
#define EXPECT_IS(actual, expected)                                                                                                \
    do {                                                                                                                           \
        long long actual_ = (long long)(actual), expected_ = (long long)(expected);                                                \
        if (actual_ != expected_)                                                                                                  \
            fail(__FILE__, __LINE__, "%s is %lld, expected %lld", #actual, actual_, expected_);                                    \
    } while (0)
#define EXPECT_NEAR(actual, expected, tolerance)                                                                                   \
    do {                                                                                                                           \
        double actual_ = (double)(actual), expected_ = (double)(expected);                                                         \
        if (!(actual_ >= expected_ - (tolerance) && actual_ <= expected_ + (tolerance)))                                           \
            fail(__FILE__, __LINE__, "%s is %.10g, expected %.10g", #actual, actual_, expected_);                                  \
    } while (0)
#define EXPECT_TEXT(actual, expected)                                                                                              \
    do {                                                                                                                           \
        if (!same_text((actual), (expected)))                                                                                      \
            fail(__FILE__, __LINE__, "%s is \"%s\", expected \"%s\"", #actual, (actual), (expected));                              \
    } while (0)
#define GOOD(call) EXPECT_IS((call), NVML_SUCCESS)

bool same_text(const char *a, const char *b);

/* Puts the text in the test's scenario file and makes it the scenario. Each write has a modification time of its own. */
void write_scenario(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same, and initialises the library, which must work. */
void play(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *scenario_file(void);
nvmlDevice_t gpu(unsigned index);
/* Waits until the condition holds, at most five seconds; counts a failure when it never does. */
#define AWAIT(condition)                                                                                                           \
    do {                                                                                                                           \
        bool held_ = false;                                                                                                        \
        for (int tries_ = 0; tries_ < 500 && !(held_ = (condition)); tries_++)                                                     \
            pause_ms(10);                                                                                                          \
        if (!held_)                                                                                                                \
            fail(__FILE__, __LINE__, "never: %s", #condition);                                                                     \
    } while (0)
void pause_ms(int milliseconds);
double seconds_now(void);

/* Beginnings of scenarios. */
#define NODE(version) "description: a test\ndriver: {version: " version "}\n"
#define H100 NODE("580.105.08") "devices:\n  - model: H100-SXM5-80GB\n"
#define H100_AT(t) NODE("580.105.08") FROZEN(t) "devices:\n  - model: H100-SXM5-80GB\n"
#define FROZEN(t) "clock: {fixed: " t "}\n"

#endif
