// SPDX-License-Identifier: Apache-2.0
/* Scalars of a scenario file: numbers, durations, sizes, choices. Each reader reports what it cannot read. */
#ifndef VALUES_H
#define VALUES_H

#include "source.h"

#include <limits.h>

/* A figure that nobody knows: the reading that rests on it is not supported. */
#define UNKNOWN LLONG_MIN
#define UNKNOWN_D (0.0 / 0.0)

struct choice {
    const char *name;
    long long value;
};

/* Each returns false, with a message, when the scalar is no such value; `out` is untouched then. */
bool read_number(const struct at *at, double min, double max, double *out);
bool read_integer(const struct at *at, long long min, long long max, long long *out);
bool read_hex(const struct at *at, unsigned *out);
bool read_bool(const struct at *at, bool *out);
bool read_text(const struct at *at, const char **out);
/* Seconds, from 250ms, 10s, 5m, 2h, 3d. */
bool read_duration(const struct at *at, double *seconds);
bool parse_duration(const char *text, double *seconds);
/* Bytes, from 512MiB, 40GiB; a plain number is bytes. */
bool read_size(const struct at *at, double *bytes);
/* Seconds since 1970 of 2026-01-01T00:00:00Z. */
bool read_instant(const struct at *at, double *seconds);
bool parse_instant(const char *text, double *seconds);
/* `choices` ends with a NULL name. */
bool read_choice(const struct at *at, const struct choice *choices, long long *out);

/* The same, from a key of a map: nothing happens when the key is absent. `null` leaves the value as it is. */
void key_number(const struct at *map, const char *key, double min, double max, double *out);
void key_integer(const struct at *map, const char *key, long long min, long long max, long long *out);
void key_bool(const struct at *map, const char *key, bool *out);
void key_text(const struct at *map, const char *key, const char **out);
void key_duration(const struct at *map, const char *key, double *seconds);
void key_choice(const struct at *map, const char *key, const struct choice *choices, long long *out);

#endif
