// SPDX-License-Identifier: Apache-2.0
/* The shared libraries as they are loaded: every symbol there, later ones truly absent from the old variants. */
#include "check.h"
#include "functions.h"

#include <dlfcn.h>
#include <stdio.h>

static void expect_symbols(const char *path, int branch)
{
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        fail(__FILE__, __LINE__, "%s", dlerror());
        return;
    }
    for (int fn = 0; fn < FUNCTION_COUNT; fn++)
        if (!dlsym(library, functions[fn].name) == (functions[fn].since <= branch))
            fail(__FILE__, __LINE__, "%s: %s of driver %d", path, functions[fn].name, functions[fn].since);
    EXPECT(!dlsym(library, "session_start"));
    EXPECT(!dlsym(library, "yaml_parser_load"));
}

static void every_function_is_exported_and_nothing_else(void)
{
    EXPECT_IS(FUNCTION_COUNT, 430);
    expect_symbols(LIBRARIES "/lib/libnvidia-ml.so.1", 9999);
}

static void old_variants_lack_later_symbols(void)
{
    expect_symbols(LIBRARIES "/old-driver-450/libnvidia-ml.so.1", 450);
    expect_symbols(LIBRARIES "/old-driver-550/libnvidia-ml.so.1", 550);
}

const struct test export_tests[] = {
    {"exports: every function, and nothing else", every_function_is_exported_and_nothing_else},
    {"exports: old variants lack later symbols", old_variants_lack_later_symbols},
    {NULL, NULL},
};
