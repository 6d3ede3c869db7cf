// SPDX-License-Identifier: Apache-2.0
/* The faults block. */
#include "nvml_abi.h"
#include "scenario_parts.h"

#include <math.h>
#include <string.h>

static void name_functions(const struct at *at, struct fault *fault)
{
    if (is_list(at)) {
        for (int i = 0; i < at_count(at); i++) {
            struct at item = at_item(at, i);
            name_functions(&item, fault);
        }
    } else if (!put_matching(&fault->functions, text_of(at))) {
        problem(at, "name an exported function, * stands for any characters", "no such function");
    }
}

/* An index or a list of them. */
static void name_devices(struct builder *b, const struct at *at, struct fault *fault)
{
    int device;
    fault->every_device = false;
    if (is_list(at)) {
        for (int i = 0; i < at_count(at); i++) {
            struct at item = at_item(at, i);
            name_devices(b, &item, fault);
        }
    } else if (read_device_index(b, at, &device)) {
        fault->devices |= UINT64_C(1) << device;
    }
}

static void read_action(const struct at *at, struct fault *fault)
{
    struct at value;
    long long result;
    bool hang = false;
    int given = 0;
    if (at_value(at, "return", &value)) {
        if (read_choice(&value, return_codes, &result))
            fault->result = (int)result;
        fault->kind = FAULT_RETURN;
        given++;
    }
    if (at_value(at, "delay", &value)) {
        read_duration(&value, &fault->delay);
        fault->kind = FAULT_DELAY;
        given++;
    }
    key_bool(at, "hang", &hang);
    if (hang) {
        fault->kind = FAULT_HANG;
        given++;
    }
    if (given != 1)
        problem(at, "give one of return, delay, hang: true", "a fault of functions does exactly one thing");
}

static void read_functions(struct builder *b, const struct at *at, const struct at *named, struct fault *fault)
{
    struct at value;
    name_functions(named, fault);
    fault->every_device = true;
    if (at_value(at, "device", &value))
        name_devices(b, &value, fault);
    key_integer(at, "field", 0, 100000, &fault->field);
    read_action(at, fault);
    if (fault->field != UNKNOWN && fault->kind != FAULT_RETURN)
        problem(at, "use return with field", "one field value can only fail");
}

static void read_kind(struct builder *b, const struct at *at, struct fault *fault)
{
    static const char *const kinds[] = {"function", "lost", "absent", "noPermission"};
    struct at value, named[4];
    bool given[4];
    int count = 0;
    for (int i = 0; i < 4; i++)
        count += given[i] = at_value(at, kinds[i], &named[i]);
    if (count != 1) {
        problem(at, "give one of function, lost, absent, noPermission", "a fault is exactly one thing");
        return;
    }
    if (given[0]) {
        read_functions(b, at, &named[0], fault);
    } else if (given[1] || given[2]) {
        fault->kind = given[1] ? FAULT_LOST : FAULT_ABSENT;
        name_devices(b, &named[given[1] ? 1 : 2], fault);
    } else {
        fault->kind = FAULT_RETURN;
        fault->result = NVML_ERROR_NO_PERMISSION;
        fault->every_device = true;
        name_functions(&named[3], fault);
        if (at_value(at, "device", &value))
            name_devices(b, &value, fault);
    }
}

static void read_fault(struct builder *b, const struct at *at, struct fault *fault)
{
    static const char *const keys[] = {"function", "device",       "field", "return", "delay", "hang", "lost",
                                       "absent",   "noPermission", "from",  "until",  "calls", NULL};
    *fault = (struct fault){.field = UNKNOWN, .calls = UNKNOWN, .until = INFINITY};
    if (!only_keys(at, keys))
        return;
    read_kind(b, at, fault);
    key_duration(at, "from", &fault->from);
    key_duration(at, "until", &fault->until);
    key_integer(at, "calls", 1, 1000000000, &fault->calls);
    if (fault->until <= fault->from)
        problem(at, "let it end later", "until must come after from");
}

static void note_fault(struct scenario *s, const struct fault *fault)
{
    for (size_t i = 0; i < sizeof s->faulty.words / sizeof *s->faulty.words; i++)
        s->faulty.words[i] |= fault->functions.words[i];
    s->loses_devices |= fault->kind == FAULT_LOST;
}

void read_faults(struct builder *b, const struct at *root)
{
    struct at list;
    if (!at_value(root, "faults", &list))
        return;
    if (!is_list(&list)) {
        problem(&list, "start each fault with a dash", "must be a list");
        return;
    }
    struct scenario *s = b->scenario;
    s->faults = ARENA_ARRAY(b->arena, struct fault, at_count(&list) + 1);
    for (int i = 0; i < at_count(&list); i++) {
        struct at item = at_item(&list, i);
        read_fault(b, &item, &s->faults[s->fault_count]);
        note_fault(s, &s->faults[s->fault_count++]);
    }
}
