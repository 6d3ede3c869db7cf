// SPDX-License-Identifier: Apache-2.0
#include "values.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A century: its nanoseconds fit in 64 bits. */
enum { LONGEST_DAYS = 36500 };

static bool whole_number(const char *text, double *out)
{
    char *end;
    errno = 0;
    double value = strtod(text, &end);
    if (end == text || *end || errno || !isfinite(value))
        return false;
    *out = value;
    return true;
}

bool read_number(const struct at *at, double min, double max, double *out)
{
    double value;
    if (!whole_number(text_of(at), &value)) {
        problem(at, "write a plain number", "must be a number");
        return false;
    }
    if (value < min || value > max) {
        problem(at, "give a number in that range", "must be between %.15g and %.15g", min, max);
        return false;
    }
    *out = value;
    return true;
}

bool read_integer(const struct at *at, long long min, long long max, long long *out)
{
    const char *text = text_of(at);
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (end == text || *end || errno) {
        problem(at, "write digits only", "must be a whole number");
        return false;
    }
    if (value < min || value > max) {
        problem(at, "give a number in that range", "must be between %lld and %lld", min, max);
        return false;
    }
    *out = value;
    return true;
}

bool read_hex(const struct at *at, unsigned *out)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text_of(at), &end, 0);
    if (end == text_of(at) || *end || errno || value > UINT_MAX) {
        problem(at, "write it like 0x233010DE", "must be a 32-bit number");
        return false;
    }
    *out = (unsigned)value;
    return true;
}

bool read_bool(const struct at *at, bool *out)
{
    static const struct choice truths[] = {{"true", 1}, {"false", 0}, {NULL, 0}};
    long long value;
    if (!read_choice(at, truths, &value))
        return false;
    *out = value;
    return true;
}

bool read_text(const struct at *at, const char **out)
{
    if (!is_scalar(at) || !*text_of(at)) {
        problem(at, "write one word or a quoted text", "must be a text");
        return false;
    }
    *out = arena_text(at->source->arena, text_of(at));
    return true;
}

struct unit {
    const char *name;
    double factor;
};

static bool with_unit(const char *text, const struct unit *units, double *out)
{
    char *end;
    double value = strtod(text, &end);
    if (end == text || !isfinite(value) || value < 0)
        return false;
    for (; units->name; units++)
        if (!strcmp(end, units->name)) {
            *out = value * units->factor;
            return true;
        }
    return false;
}

bool parse_duration(const char *text, double *seconds)
{
    static const struct unit units[] = {{"ms", 1e-3}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}, {NULL, 0}};
    double value;
    if (!with_unit(text, units, &value) || value > LONGEST_DAYS * 86400.0)
        return false;
    *seconds = value;
    return true;
}

bool read_duration(const struct at *at, double *seconds)
{
    if (parse_duration(text_of(at), seconds))
        return true;
    problem(at, "write it like 250ms, 10s, 5m, 2h or 3d", "must be a duration of at most %dd", LONGEST_DAYS);
    return false;
}

bool read_size(const struct at *at, double *bytes)
{
    static const struct unit units[] = {{"", 1},  {"KiB", 1024}, {"MiB", 1048576}, {"GiB", 1073741824}, {"TiB", 1099511627776},
                                        {NULL, 0}};
    if (with_unit(text_of(at), units, bytes))
        return true;
    problem(at, "write it like 512MiB or 40GiB", "must be a size");
    return false;
}

bool parse_instant(const char *text, double *seconds)
{
    struct tm when = {0};
    char zone, rest;
    int fields = sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d%c%c", &when.tm_year, &when.tm_mon, &when.tm_mday, &when.tm_hour,
                        &when.tm_min, &when.tm_sec, &zone, &rest);
    if (fields != 7 || zone != 'Z')
        return false;
    when.tm_year -= 1900;
    when.tm_mon -= 1;
    *seconds = (double)timegm(&when);
    return true;
}

bool read_instant(const struct at *at, double *seconds)
{
    if (parse_instant(text_of(at), seconds))
        return true;
    problem(at, "write it like 2026-01-01T00:00:00Z", "must be an instant in UTC");
    return false;
}

bool read_choice(const struct at *at, const struct choice *choices, long long *out)
{
    char way_out[800] = "use one of";
    size_t used = strlen(way_out);
    for (const struct choice *choice = choices; choice->name; choice++) {
        if (is_scalar(at) && !strcmp(choice->name, text_of(at))) {
            *out = choice->value;
            return true;
        }
        if (used < sizeof way_out - 60)
            used += (size_t)snprintf(way_out + used, sizeof way_out - used, " %s%s", choice->name, choice[1].name ? "," : "");
    }
    problem(at, way_out, "not a known word");
    return false;
}

void key_number(const struct at *map, const char *key, double min, double max, double *out)
{
    struct at value;
    if (at_value(map, key, &value))
        read_number(&value, min, max, out);
}

void key_integer(const struct at *map, const char *key, long long min, long long max, long long *out)
{
    struct at value;
    if (at_value(map, key, &value))
        read_integer(&value, min, max, out);
}

void key_bool(const struct at *map, const char *key, bool *out)
{
    struct at value;
    if (at_value(map, key, &value))
        read_bool(&value, out);
}

void key_text(const struct at *map, const char *key, const char **out)
{
    struct at value;
    if (at_value(map, key, &value))
        read_text(&value, out);
}

void key_duration(const struct at *map, const char *key, double *seconds)
{
    struct at value;
    if (at_value(map, key, &value))
        read_duration(&value, seconds);
}

void key_choice(const struct at *map, const char *key, const struct choice *choices, long long *out)
{
    struct at value;
    if (at_value(map, key, &value))
        read_choice(&value, choices, out);
}
