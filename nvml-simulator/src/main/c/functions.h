// SPDX-License-Identifier: Apache-2.0
/* The exported functions as a table: number, name and what the common prologue must know of each. */
#ifndef FUNCTIONS_H
#define FUNCTIONS_H

#include <stdbool.h>
#include <stdint.h>

enum function {
#define FUNCTION(name, since, subject, mig, rights, oldest) FN_##name,
#include "nvml_functions.inc"
#undef FUNCTION
    FUNCTION_COUNT
};

enum subject { SUBJECT_NONE, SUBJECT_DEVICE, SUBJECT_GPU_INSTANCE, SUBJECT_COMPUTE_INSTANCE };
enum rights { RIGHTS_ANYONE, RIGHTS_ROOT };

struct function_row {
    const char *name;
    int since; /* first driver branch that has the symbol */
    enum subject subject;
    bool mig_handle; /* takes a MIG device handle */
    enum rights rights;
    int oldest; /* NVML_DEVICE_ARCH_*; an older GPU answers NOT_SUPPORTED */
};

extern const struct function_row functions[FUNCTION_COUNT];

struct function_set {
    uint64_t words[(FUNCTION_COUNT + 63) / 64];
};

static inline bool in_set(const struct function_set *set, enum function fn)
{
    return set->words[fn / 64] >> (fn % 64) & 1;
}

static inline void put_in_set(struct function_set *set, enum function fn)
{
    set->words[fn / 64] |= UINT64_C(1) << (fn % 64);
}

/* Adds every function whose name the pattern matches (`*` stands for any characters); false when none does. */
bool put_matching(struct function_set *set, const char *pattern);

#endif
