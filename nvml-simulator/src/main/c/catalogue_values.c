// SPDX-License-Identifier: Apache-2.0
#include "catalogue_parts.h"

enum { MOST = 100000000 };

void integer_or_null(const struct at *map, const char *key, long long *out)
{
    struct at value;
    if (!at_key(map, key, &value))
        return;
    if (is_null(&value))
        *out = UNKNOWN;
    else
        read_integer(&value, -1000, MOST, out);
}

void number_or_null(const struct at *map, const char *key, double *out)
{
    struct at value;
    if (!at_key(map, key, &value))
        return;
    if (is_null(&value))
        *out = UNKNOWN_D;
    else
        read_number(&value, 0, MOST, out);
}

void text_or_null(const struct at *map, const char *key, const char **out)
{
    struct at value;
    if (!at_key(map, key, &value))
        return;
    if (is_null(&value))
        *out = NULL;
    else
        read_text(&value, out);
}

void truth_or_null(const struct at *map, const char *key, bool *out, bool *known)
{
    struct at value;
    if (!at_key(map, key, &value))
        return;
    *known = !is_null(&value);
    *out = false;
    if (*known)
        read_bool(&value, out);
}

void hex_or_null(const struct at *map, const char *key, long long *out)
{
    struct at value;
    unsigned id;
    if (!at_key(map, key, &value))
        return;
    if (is_null(&value))
        *out = UNKNOWN;
    else if (read_hex(&value, &id))
        *out = id;
}

/* {name: NVML_…, value: 14} or the plain number. */
void constant_or_null(const struct at *map, const char *key, long long *out)
{
    struct at value;
    if (!at_key(map, key, &value))
        return;
    if (is_map(&value))
        integer_or_null(&value, "value", out);
    else
        integer_or_null(map, key, out);
}
