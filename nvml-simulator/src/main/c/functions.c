// SPDX-License-Identifier: Apache-2.0
#include "functions.h"

#include <fnmatch.h>
#include <stddef.h>

#define MIG true
#define NO_MIG false

const struct function_row functions[FUNCTION_COUNT] = {
#define FUNCTION(name, since, subject, mig, rights, oldest) {#name, since, SUBJECT_##subject, mig, RIGHTS_##rights, oldest},
#include "nvml_functions.inc"
#undef FUNCTION
};

bool put_matching(struct function_set *set, const char *pattern)
{
    bool any = false;
    for (int fn = 0; fn < FUNCTION_COUNT; fn++)
        if (fnmatch(pattern, functions[fn].name, 0) == 0) {
            put_in_set(set, (enum function)fn);
            any = true;
        }
    return any;
}
