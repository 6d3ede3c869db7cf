// SPDX-License-Identifier: Apache-2.0
/* Ids derived from names: stable over runs, different for different places. */
#include "scenario_parts.h"

uint64_t mixed(uint64_t x)
{
    x += 0x9E3779B97F4A7C15;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
    return x ^ (x >> 31);
}

uint64_t hash_text(const char *text)
{
    uint64_t hash = 14695981039346656037u;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return hash;
}

void derived_uuid(char *out, const char *prefix, const char *name, unsigned a, unsigned b, unsigned c)
{
    uint64_t seed = hash_text(name) ^ mixed(((uint64_t)a << 32) | (b << 16) | c);
    uint64_t high = mixed(seed), low = mixed(high);
    snprintf(out, UUID_SIZE, "%s-%08x-%04x-%04x-%04x-%012llx", prefix, (unsigned)(high >> 32), (unsigned)(high >> 16) & 0xffff,
             ((unsigned)high & 0x0fff) | 0x4000, ((unsigned)(low >> 48) & 0x3fff) | 0x8000,
             (unsigned long long)(low & 0xffffffffffff));
}
