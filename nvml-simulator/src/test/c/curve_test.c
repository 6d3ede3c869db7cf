// SPDX-License-Identifier: Apache-2.0
/* The closed forms against sums over small steps. */
#include "check.h"
#include "signal.h"

#include <math.h>

static const double series[] = {0, 10, 95, 40}, sums[] = {0, 0, 10, 105, 145};

static const struct curve curves[] = {
    {.kind = CURVE_CONSTANT, .high = 85, .idle_from = INFINITY, .idle_until = INFINITY},
    {.kind = CURVE_CONSTANT, .high = 85, .idle_from = 7, .idle_until = 13},
    {.kind = CURVE_RAMP, .low = 10, .high = 90, .start = 5, .span = 12, .idle_from = INFINITY, .idle_until = INFINITY},
    {.kind = CURVE_RAMP, .low = 90, .high = 10, .start = 3, .span = 20, .idle_from = 8, .idle_until = 9},
    {.kind = CURVE_WAVE, .low = 20, .high = 90, .start = 11, .phase = 3, .idle_from = INFINITY, .idle_until = INFINITY},
    {.kind = CURVE_WAVE, .low = 20, .high = 90, .start = 4, .idle_from = 6, .idle_until = 21},
    {.kind = CURVE_BURST, .low = 5, .high = 100, .span = 6, .phase = 2.5, .idle_from = INFINITY, .idle_until = INFINITY},
    {.kind = CURVE_BURST, .low = 5, .high = 100, .span = 6, .phase = 2.5, .idle_from = 1, .idle_until = 15},
    {.kind = CURVE_SERIES,
     .span = 1.5,
     .values = series,
     .sums = sums,
     .count = 4,
     .repeat = true,
     .idle_from = INFINITY,
     .idle_until = INFINITY},
    {.kind = CURVE_SERIES, .span = 1.5, .values = series, .sums = sums, .count = 4, .idle_from = 4, .idle_until = 20},
};
enum { CURVES = sizeof curves / sizeof *curves };
static const double times[] = {0.4, 3.1, 6.5, 12.9, 30.2, 47};
static const double step = 0.0005;

static void integrals_are_sums_of_values(void)
{
    for (int i = 0; i < CURVES; i++) {
        double sum = 0, t = step / 2;
        for (int k = 0; k < 6; k++) {
            for (; t < times[k]; t += step)
                sum += curve_value(&curves[i], t) * step;
            EXPECT_NEAR(curve_integral(&curves[i], times[k]), sum, 0.3);
        }
    }
}

static void time_above_is_the_sum_of_moments_above(void)
{
    for (int i = 0; i < CURVES; i++)
        for (double threshold = 0; threshold <= 100; threshold += 12.3) {
            double sum = 0, t = step / 2;
            for (int k = 0; k < 6; k++) {
                for (; t < times[k]; t += step)
                    sum += curve_value(&curves[i], t) >= threshold ? step : 0;
                EXPECT_NEAR(curve_time_above(&curves[i], threshold, times[k]), sum, 0.02);
            }
        }
}

static void no_value_exceeds_the_peak(void)
{
    for (int i = 0; i < CURVES; i++)
        for (double t = 0; t < 50; t += 0.01)
            EXPECT(curve_value(&curves[i], t) <= curve_peak(&curves[i]) + 1e-9);
}

static void parts_of_a_signal_add_up_and_stay_under_the_cap(void)
{
    struct arena arena = {0};
    const struct term terms[] = {
        {&curves[0], 1, 0, 20}, {&curves[4], 1, 5, INFINITY}, {&curves[6], 0.5, 10, 30}, {&curves[8], 1, 25, 40}};
    struct signal signal = signal_of(&arena, terms, 4, 100);
    double sum = 0, shares[4] = {0};
    for (double t = step / 2; t < 47; t += step) {
        double value = signal_value(&signal, t), parts = 0;
        for (int i = 0; i < 4; i++) {
            parts += signal_share(&signal, i, t);
            shares[i] += signal_share(&signal, i, t) * step;
        }
        if (fabs(parts - value) > 1e-9 || value > 100 + 1e-9)
            fail(__FILE__, __LINE__, "at %g the parts are %g, the whole is %g", t, parts, value);
        sum += value * step;
    }
    EXPECT_NEAR(signal_integral(&signal, 47), sum, 0.5);
    for (int i = 0; i < 4; i++)
        EXPECT_NEAR(signal_share_integral(&signal, i, 47), shares[i], 0.5);
    arena_release(&arena);
}

static void a_scaled_signal_scales_value_and_integral(void)
{
    struct arena arena = {0};
    const struct term terms[] = {{&curves[4], 1, 2, 9}, {&curves[2], 1, 0, INFINITY}};
    struct signal signal = signal_of(&arena, terms, 2, 100), half = signal_scaled(&arena, &signal, 0.5);
    for (double t = 0.3; t < 30; t += 1.7) {
        EXPECT_NEAR(signal_value(&half, t), signal_value(&signal, t) / 2, 1e-9);
        EXPECT_NEAR(signal_integral(&half, t), signal_integral(&signal, t) / 2, 1e-6);
    }
    arena_release(&arena);
}

static void an_empty_signal_is_zero(void)
{
    struct signal none = {0};
    EXPECT_IS(signal_value(&none, 5), 0);
    EXPECT_IS(signal_integral(&none, 5), 0);
    EXPECT_IS(signal_time_above(&none, 1, 5), 0);
    EXPECT_IS(signal_mean(&none, 5, 1), 0);
}

const struct test curve_tests[] = {
    {"curves: integrals are sums of values", integrals_are_sums_of_values},
    {"curves: time above is the sum of moments above", time_above_is_the_sum_of_moments_above},
    {"curves: no value exceeds the peak", no_value_exceeds_the_peak},
    {"signals: parts add up and stay under the cap", parts_of_a_signal_add_up_and_stay_under_the_cap},
    {"signals: scaling scales value and integral", a_scaled_signal_scales_value_and_integral},
    {"signals: none is zero", an_empty_signal_is_zero},
    {NULL, NULL},
};
