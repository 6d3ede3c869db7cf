// SPDX-License-Identifier: Apache-2.0
/* Curves and load maps of a scenario file. */
#include "scenario_parts.h"

#include <math.h>
#include <string.h>

enum { MAX_SERIES = 100000 };

/* s; a shorter one divides the time into more pieces than a double can count. */
static const double shortest_span = 1e-3;

/* The bounds and the unit of the values of a curve. */
struct range {
    double min, max;
    bool sizes;
};

static void value_of(const struct at *map, const char *key, const struct range *range, double *out)
{
    struct at value;
    if (!at_value(map, key, &value))
        problem(map, "add the key, see Load in SCENARIOS.md", "%s is required", key);
    else if (range->sizes)
        read_size(&value, out);
    else
        read_number(&value, range->min, range->max, out);
}

static void span_of(const struct at *map, const char *key, double *out)
{
    struct at value;
    if (!at_value(map, key, &value))
        problem(map, "add the key, see Load in SCENARIOS.md", "%s is required", key);
    else if (read_duration(&value, out) && *out < shortest_span)
        problem(&value, "give a longer time", "must be at least 1ms");
}

static void read_ramp(struct curve *c, const struct at *at, const struct range *range)
{
    static const char *const keys[] = {"from", "to", "over", "start", NULL};
    if (!only_keys(at, keys))
        return;
    c->kind = CURVE_RAMP;
    value_of(at, "from", range, &c->low);
    value_of(at, "to", range, &c->high);
    span_of(at, "over", &c->span);
    key_duration(at, "start", &c->start);
}

static void read_wave(struct curve *c, const struct at *at, const struct range *range)
{
    static const char *const keys[] = {"min", "max", "period", "phase", NULL};
    if (!only_keys(at, keys))
        return;
    c->kind = CURVE_WAVE;
    value_of(at, "min", range, &c->low);
    value_of(at, "max", range, &c->high);
    span_of(at, "period", &c->start);
    key_duration(at, "phase", &c->phase);
    if (c->low > c->high)
        problem(at, "swap them", "min must not exceed max");
}

static void read_burst(struct curve *c, const struct at *at, const struct range *range)
{
    static const char *const keys[] = {"low", "high", "every", "for", NULL};
    if (!only_keys(at, keys))
        return;
    c->kind = CURVE_BURST;
    value_of(at, "low", range, &c->low);
    value_of(at, "high", range, &c->high);
    span_of(at, "every", &c->span);
    span_of(at, "for", &c->phase);
    if (c->phase > c->span)
        problem(at, "shorten `for` or lengthen `every`", "a burst must end before the next begins");
}

static void read_values(struct curve *c, const struct at *list, const struct range *range)
{
    int count = at_count(list);
    if (!is_list(list) || count < 1 || count > MAX_SERIES) {
        problem(list, "write [0, 10, 95]", "must be a list of 1 to %d values", MAX_SERIES);
        return;
    }
    double *values = ARENA_ARRAY(list->source->arena, double, count);
    double *sums = ARENA_ARRAY(list->source->arena, double, count + 1);
    for (int i = 0; i < count; i++) {
        struct at item = at_item(list, i);
        if (range->sizes)
            read_size(&item, &values[i]);
        else
            read_number(&item, range->min, range->max, &values[i]);
        sums[i + 1] = sums[i] + values[i];
    }
    c->values = values;
    c->sums = sums;
    c->count = count;
}

static void read_series(struct curve *c, const struct at *at, const struct range *range)
{
    static const char *const keys[] = {"every", "values", "repeat", NULL};
    struct at values;
    if (!only_keys(at, keys))
        return;
    c->kind = CURVE_SERIES;
    span_of(at, "every", &c->span);
    key_bool(at, "repeat", &c->repeat);
    if (at_value(at, "values", &values))
        read_values(c, &values, range);
    else
        problem(at, "add values: [0, 10, 95]", "values is required");
}

/* A shape that could not be read is constant, so that nobody divides by what is missing. */
static void make_safe(struct curve *c)
{
    bool usable = c->kind == CURVE_CONSTANT || (c->kind == CURVE_WAVE ? c->start > 0 : c->span > 0);
    if (!usable || (c->kind == CURVE_SERIES && !c->count))
        c->kind = CURVE_CONSTANT;
}

static void read_shape(struct curve *c, const struct at *at, const struct range *range)
{
    static const struct {
        const char *key;
        void (*read)(struct curve *, const struct at *, const struct range *);
    } shapes[] = {{"ramp", read_ramp}, {"wave", read_wave}, {"burst", read_burst}, {"series", read_series}};
    struct at value;
    int found = 0;
    if (at_key(at, "constant", &value)) {
        value_of(at, "constant", range, &c->high);
        found++;
    }
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (at_key(at, shapes[i].key, &value)) {
            shapes[i].read(c, &value, range);
            found++;
        }
    if (found != 1)
        problem(at, "give one of constant, ramp, wave, burst, series", "a curve has exactly one shape");
}

const struct curve *read_curve(const struct at *at, double min, double max, bool sizes)
{
    static const char *const keys[] = {"constant", "ramp", "wave", "burst", "series", "idleFrom", "idleUntil", NULL};
    struct range range = {min, max, sizes};
    struct curve *c = ARENA_ARRAY(at->source->arena, struct curve, 1);
    *c = (struct curve){.kind = CURVE_CONSTANT, .idle_from = INFINITY, .idle_until = INFINITY};
    if (is_scalar(at)) {
        if (sizes)
            read_size(at, &c->high);
        else
            read_number(at, min, max, &c->high);
        return c;
    }
    if (!only_keys(at, keys))
        return c;
    read_shape(c, at, &range);
    key_duration(at, "idleFrom", &c->idle_from);
    key_duration(at, "idleUntil", &c->idle_until);
    struct at value;
    if (c->idle_until < INFINITY && c->idle_from == INFINITY)
        c->idle_from = 0;
    if (at_key(at, "idleUntil", &value) && c->idle_until < c->idle_from)
        problem(&value, "give a later time", "idleUntil must not come before idleFrom");
    make_safe(c);
    return c;
}

struct signal signal_of_curve(struct arena *arena, const struct curve *curve, double from, double until)
{
    struct term term = {curve, 1, from, until};
    return signal_of(arena, &term, 1, INFINITY);
}

static const struct {
    const char *key;
    enum channel channel;
    double max;
} channels[] = {
    {"sm", CH_SM, 100},
    {"memory", CH_MEMORY, 100},
    {"fb", CH_FB, 0},
    {"tensor", CH_TENSOR, 100},
    {"dram", CH_DRAM, 100},
    {"fp64", CH_FP64, 100},
    {"fp32", CH_FP32, 100},
    {"fp16", CH_FP16, 100},
    {"occupancy", CH_OCCUPANCY, 100},
    {"encoder", CH_ENCODER, 100},
    {"decoder", CH_DECODER, 100},
    {"jpeg", CH_JPEG, 100},
    {"ofa", CH_OFA, 100},
    {"pcieTx", CH_PCIE_TX, 1e6},
    {"pcieRx", CH_PCIE_RX, 1e6},
    {"nvlinkTx", CH_NVLINK_TX, 1e7},
    {"nvlinkRx", CH_NVLINK_RX, 1e7},
    {"power", CH_POWER, 10000},
    {"temperature", CH_TEMPERATURE, 150},
    {"fan", CH_FAN, 100},
};
enum { CHANNEL_KEYS = sizeof channels / sizeof *channels, INSTANCE_KEYS = CHANNEL_KEYS - 3 };

void read_load(const struct at *at, struct load *load, bool whole)
{
    const char *keys[CHANNEL_KEYS + 1] = {0};
    int known = whole ? (int)CHANNEL_KEYS : (int)INSTANCE_KEYS;
    for (int i = 0; i < known; i++)
        keys[i] = channels[i].key;
    if (!only_keys(at, keys))
        return;
    for (int i = 0; i < known; i++) {
        struct at value;
        if (!at_value(at, channels[i].key, &value))
            continue;
        const struct curve *curve = read_curve(&value, 0, channels[i].max, channels[i].channel == CH_FB);
        load->channel[channels[i].channel] = signal_of_curve(at->source->arena, curve, 0, INFINITY);
        load->given[channels[i].channel] = true;
    }
}
